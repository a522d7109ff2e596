import { comparisonKey, type FilterNode, literalKey } from '#scim';
import { type SqlScope, GROUP_SCOPE, MEMBER_SCOPE, USER_SCOPE, elementScope } from './sql-scope.js';

type Comparison = Extract<FilterNode, { kind: 'compare' }>;
type Path = Comparison['path'];

/** A SCIM filter as a condition on `users u`. Literals are appended to `parameters`; nothing of the filter's text enters the SQL. */
export function compileUserFilter(node: FilterNode, parameters: unknown[]): string {
  return new Compiler(parameters).condition(node, USER_SCOPE);
}

/** A SCIM filter as a condition on `groups g`. */
export function compileGroupFilter(node: FilterNode, parameters: unknown[]): string {
  return new Compiler(parameters).condition(node, GROUP_SCOPE);
}

/** The inside of `members[…]` as a condition on a member, `users u`. */
export function compileMemberFilter(node: FilterNode, parameters: unknown[]): string {
  return new Compiler(parameters).condition(node, MEMBER_SCOPE);
}

/** Every condition is true or false, never null, so that NOT means what RFC 7644 §3.4.2.2 says. */
class Compiler {
  private aliases = 0;

  constructor(private readonly parameters: unknown[]) {}

  condition(node: FilterNode, scope: SqlScope): string {
    switch (node.kind) {
      case 'and':
      case 'or':
        return `(${this.condition(node.left, scope)} ${node.kind.toUpperCase()} ${this.condition(node.right, scope)})`;
      case 'not':
        return `(NOT ${this.condition(node.node, scope)})`;
      case 'present':
        return this.present(node.path, scope);
      case 'valuePath':
        return this.valuePath(node, scope);
      case 'compare':
        if (node.value === null) {
          const present = this.present(node.path, scope);
          return node.op === 'eq' ? `(NOT ${present})` : present;
        }
        // `ne` is the negation of `eq`, true where there is no value at all.
        return node.op === 'ne' ? `(NOT ${this.compare({ ...node, op: 'eq' }, scope)})` : this.compare(node, scope);
    }
  }

  /** `emails[type eq "work" and value eq "x"]`: the index finds who has x at all, then the elements are looked at. */
  private valuePath({ path, node }: Extract<FilterNode, { kind: 'valuePath' }>, scope: SqlScope): string {
    const value = requiredValue(node);
    const found = value === undefined ? undefined : this.lookup({ ...path, subAttribute: 'value' }, value, scope);
    const matches = this.elements(path, scope, (element) => this.condition(node, elementScope(element)));
    return found === undefined ? matches : `(${found} AND ${matches})`;
  }

  private lookup(path: Path, value: string, scope: SqlScope): string | undefined {
    const lookup = scope.lookup?.(path);
    return lookup?.sql(this.bind(lookup.folded ? comparisonKey(value) : value));
  }

  private present(path: Path, scope: SqlScope): string {
    const column = scope.column(path);
    if (column !== undefined)
      return column.kind === 'text' ? `COALESCE(${column.sql} <> '', false)` : `(${column.sql} IS NOT NULL)`;
    // Present: some scalar below it is neither null nor empty (RFC 7644 table 3).
    return this.values(
      path,
      scope,
      (value) =>
        `jsonb_path_exists(${value}, '$.** ? (@.type() == "number" || @.type() == "boolean" || (@.type() == "string" && @ != ""))')`,
    );
  }

  private compare(node: Comparison, scope: SqlScope): string {
    const { path, op, value } = node;
    const found = op === 'eq' && typeof value === 'string' ? this.lookup(path, value, scope) : undefined;
    if (found !== undefined) return found;
    const column = scope.column(path);
    if (column === undefined) return this.values(path, scope, (json) => this.compareJson(node, json));
    if (column.kind === 'boolean') return `(${column.sql} = ${this.bind(value)}::boolean)`;
    if (column.kind === 'instant') return `(${column.sql} ${SQL_OPERATOR[op]} ${this.bind(value)}::timestamptz)`;
    const folded = !path.leaf?.caseExact;
    // A key column holds the key already.
    const left = folded && !column.folded ? `comparison_key(${column.sql})` : column.sql;
    // The second test makes null false without hiding the column from its index, as COALESCE would.
    return `(${this.compareText(op, left, folded ? literalKey(op, String(value)) : String(value))} AND ${column.sql} IS NOT NULL)`;
  }

  private compareJson({ path, op, value }: Comparison, json: string): string {
    if (typeof value === 'string') {
      const text = `${json} #>> '{}'`;
      const test = path.leaf?.caseExact
        ? this.compareText(op, `(${text})`, value)
        : this.compareText(op, `comparison_key(${text})`, literalKey(op, value));
      return `(jsonb_typeof(${json}) = 'string' AND ${test})`;
    }
    if (typeof value === 'boolean') return `(${json} = to_jsonb(${this.bind(value)}::boolean))`;
    // Evaluated only for numbers: AND gives no order, CASE does.
    return `(CASE WHEN jsonb_typeof(${json}) = 'number' THEN (${json})::numeric ${SQL_OPERATOR[op]} ${this.bind(value)}::numeric ELSE false END)`;
  }

  private compareText(op: Comparison['op'], left: string, value: string): string {
    const right = `${this.bind(value)}::text`;
    switch (op) {
      case 'co':
        return `strpos(${left}, ${right}) > 0`;
      case 'sw':
        return `starts_with(${left}, ${right})`;
      case 'ew':
        return `(length(${left}) >= length(${right}) AND right(${left}, length(${right})) = ${right})`;
      default:
        return `${left} COLLATE "C" ${SQL_OPERATOR[op]} ${right}`;
    }
  }

  /** Some value that the path reaches satisfies the test. */
  private values(path: Path, scope: SqlScope, test: (json: string) => string): string {
    const { subAttribute } = path;
    if (subAttribute === undefined) return this.elements(path, scope, test);
    return this.elements(path, scope, (element) => {
      const alias = this.alias();
      return `EXISTS (SELECT 1 FROM jsonb_path_query(${element}, ${this.jsonPath([subAttribute])}) ${alias}(v) WHERE ${test(`${alias}.v`)})`;
    });
  }

  /** Some element of the attribute satisfies the test; a single value is its own element. */
  private elements(path: Path, scope: SqlScope, test: (json: string) => string): string {
    const alias = this.alias();
    const virtual = scope.elements?.(path);
    if (virtual !== undefined) return `EXISTS (SELECT 1 FROM (${virtual}) ${alias}(v) WHERE ${test(`${alias}.v`)})`;
    const steps = path.urn === undefined ? [path.attribute] : [path.urn, path.attribute];
    return `EXISTS (SELECT 1 FROM jsonb_path_query(${scope.document}, ${this.jsonPath(steps)}) ${alias}(v) WHERE ${test(`${alias}.v`)})`;
  }

  /** `lax` mode unwraps arrays; the names are bound, quoted as jsonpath strings. */
  private jsonPath(steps: string[]): string {
    return `${this.bind(`lax $${steps.map((step) => `.${JSON.stringify(step)}`).join('')}[*]`)}::jsonpath`;
  }

  private alias(): string {
    return `x${++this.aliases}`;
  }

  private bind(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }
}

/** The text that an element's `value` must equal for the whole node to match. */
function requiredValue(node: FilterNode): string | undefined {
  if (node.kind === 'and') return requiredValue(node.left) ?? requiredValue(node.right);
  const isValue = node.kind === 'compare' && node.op === 'eq' && node.path.attribute === 'value';
  return isValue && typeof node.value === 'string' ? node.value : undefined;
}

const SQL_OPERATOR: Record<Comparison['op'], string> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
  co: '',
  sw: '',
  ew: '',
};
