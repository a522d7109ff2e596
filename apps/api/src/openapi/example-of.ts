type Json = Record<string, unknown>;
export type Schemas = Record<string, Json>;

/** An id of an example is nobody's: a reader who sends the body as it stands has nothing of that id. */
const AN_ID = /^[a-z]+_01K[0-9A-Z]{23}$/;

/**
 * A body that works as it stands, made of a schema's own examples: the fields that are required, and those that have an example. An
 * optional field that names something by id is left out.
 *
 * @throws Error naming a required field that has none
 */
export function exampleOf(given: Json, schemas: Schemas, where: string): unknown {
  const schema = resolve(given, schemas);
  const whole = schema['example'] ?? (schema['examples'] as unknown[] | undefined)?.[0] ?? schema['default'];
  if (whole !== undefined) return whole;
  const [first] = (schema['enum'] as unknown[] | undefined) ?? [];
  if (first !== undefined) return first;
  if (schema['type'] === 'array') return [exampleOf(schema['items'] as Json, schemas, `${where}[]`)];
  if (schema['type'] === 'object') {
    const required = (schema['required'] as string[] | undefined) ?? [];
    const shown = Object.entries((schema['properties'] as Schemas | undefined) ?? {}).filter(
      ([name, property]) => required.includes(name) || (hasExample(property, schemas) && !namesAnId(property, schemas)),
    );
    return Object.fromEntries(
      shown.map(([name, property]) => [
        name,
        property['example'] === null ? null : exampleOf(property, schemas, `${where}.${name}`),
      ]),
    );
  }
  throw new Error(`${where} is required, and has no example`);
}

export function resolve(schema: Json, schemas: Schemas): Json {
  const ref = schema['$ref'] as string | undefined;
  return ref === undefined ? schema : schemas[ref.split('/').at(-1)!]!;
}

function hasExample(property: Json, schemas: Schemas): boolean {
  const schema = resolve(property, schemas);
  return schema['example'] !== undefined || schema['examples'] !== undefined;
}

function namesAnId(property: Json, schemas: Schemas): boolean {
  const { example, examples } = resolve(property, schemas) as { example?: unknown; examples?: unknown[] };
  return [example ?? examples?.[0]].flat().some((one) => typeof one === 'string' && AN_ID.test(one));
}
