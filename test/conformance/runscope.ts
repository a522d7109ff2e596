import { readPath } from './json-path.js';
import { type ScimAnswer } from './scim-client.js';
import { substitute, type Variables } from './variables.js';

/** What Okta's published suites are written in: an export of Runscope (now Radar), as far as those suites use it. */
export interface Suite {
  name: string;
  steps: SuiteStep[];
}

export interface SuiteStep {
  step_type: 'request' | 'pause';
  skipped?: boolean;
  note?: string;
  method?: string;
  url?: string;
  body?: string;
  headers?: Record<string, string | string[]>;
  assertions?: Assertion[];
  variables?: { name: string | null; source: string; property: string }[];
}

interface Assertion {
  comparison: string;
  source: string;
  property?: string;
  value: string | number | null;
}

/** The step's request with its variables filled in. */
export function requestOf(step: SuiteStep, variables: Variables) {
  const headers = Object.entries(step.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    substitute([value].flat().join(', '), variables),
  ]);
  return {
    method: step.method ?? 'GET',
    // Runscope encodes what a URL cannot carry.
    url: encodeURI(String(substitute(step.url ?? '', variables))),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: step.body ? String(substitute(step.body, variables)) : undefined,
  };
}

/** Which assertions fail, as lines. What is not asserted here is said through `skip`. */
export function failures(
  step: SuiteStep,
  answer: ScimAnswer,
  variables: Variables,
  skip: (line: string) => void,
): string[] {
  return (step.assertions ?? []).flatMap((assertion) => {
    if (assertion.source === 'response_time') {
      skip(`${step.note}: the answer's time is not compared, a loaded machine says nothing about it`);
      return [];
    }
    const actual = actualOf(assertion, answer);
    const expected = substitute(assertion.value, variables);
    return compare(assertion.comparison, actual, expected)
      ? []
      : [
          `${assertion.property ?? assertion.source} ${assertion.comparison} ${expected}: got ${JSON.stringify(actual)}`,
        ];
  });
}

export function capture(step: SuiteStep, answer: ScimAnswer, variables: Variables): void {
  for (const { name, property } of step.variables ?? []) {
    if (name !== null) variables[name] = readPath(answer.json, property);
  }
}

function actualOf({ source, property }: Assertion, answer: ScimAnswer): unknown {
  if (source === 'response_status') return answer.status;
  if (source === 'response_json') return readPath(answer.json, property ?? '');
  throw new Error(`unknown source ${source}`);
}

function compare(comparison: string, actual: unknown, expected: unknown): boolean {
  switch (comparison) {
    case 'equal':
      return actual !== undefined && String(actual) === String(expected);
    case 'equal_number':
      return Number(actual) === Number(expected);
    case 'not_empty':
      return actual !== undefined && actual !== null && actual !== '' && (actual as unknown[]).length !== 0;
    case 'has_value':
    case 'contains':
      return Array.isArray(actual) ? actual.includes(expected) : String(actual).includes(String(expected));
    case 'is_a_number':
      return typeof actual === 'number';
    default:
      throw new Error(`unknown comparison ${comparison}`);
  }
}
