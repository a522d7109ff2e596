import { readFileSync } from 'node:fs';

/** A conversation between a client and the server, told as JSON. `{{name}}` is a captured value, in any string. */
export interface Fixture {
  title: string;
  /** Quirk ids or RFC sections. */
  source: string;
  /** Sent with every request, as this client does. */
  headers?: Record<string, string | null>;
  steps: Step[];
}

export interface Step {
  /** Why, where the request does not say it. */
  note?: string;
  request: {
    method: string;
    /** Appended to the SCIM base URL as it is. */
    path: string;
    headers?: Record<string, string | null>;
    body?: unknown;
    /** A captured resource that `body` is merged into: clients that send back what they read (OKTA-R5). */
    basedOn?: string;
    rawBody?: string;
  };
  expect: {
    status: number;
    headers?: Record<string, string>;
    /** Matched partially (see `differences`). */
    body?: unknown;
    /** Paths that the body must not have. */
    absent?: string[];
  };
  /** Values for later steps, by path in the body; `` is the whole body. */
  capture?: Record<string, string>;
  /** What the database holds afterwards, by id; null = no such row. */
  state?: {
    users?: Record<string, object | null>;
    groups?: Record<string, object | null>;
    counts?: { users?: number; groups?: number };
  };
  /** Exactly the events of this step, without the prefix of their types. */
  events?: ExpectedEvent[];
}

export interface ExpectedEvent {
  type: string;
  /** Matched partially. */
  data?: unknown;
  /** Matched exactly. */
  previous_attributes?: unknown;
}

const KEYS: Record<string, [required: string[], optional: string[]]> = {
  fixture: [['title', 'source', 'steps'], ['headers']],
  step: [
    ['request', 'expect'],
    ['note', 'capture', 'state', 'events'],
  ],
  request: [
    ['method', 'path'],
    ['headers', 'body', 'basedOn', 'rawBody'],
  ],
  expect: [['status'], ['headers', 'body', 'absent']],
  state: [[], ['users', 'groups', 'counts']],
  counts: [[], ['users', 'groups']],
  event: [['type'], ['data', 'previous_attributes']],
};

/** Reads a fixture file. Throws on what it does not understand: a misspelt expectation would pass for ever. */
export function readFixture(file: string): Fixture {
  const fixture = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
  check('fixture', fixture, file);
  if (fixture.steps.length === 0) throw new Error(`${file}: no steps`);
  for (const [index, step] of fixture.steps.entries()) {
    const at = `${file} steps[${index}]`;
    check('step', step, at);
    check('request', step.request, `${at}.request`);
    check('expect', step.expect, `${at}.expect`);
    if (step.state) check('state', step.state, `${at}.state`);
    if (step.state?.counts) check('counts', step.state.counts, `${at}.state.counts`);
    for (const event of step.events ?? []) check('event', event, `${at}.events`);
  }
  return fixture;
}

function check(kind: string, value: object, at: string): void {
  const [required, optional] = KEYS[kind]!;
  for (const key of required) if (!(key in value)) throw new Error(`${at}: "${key}" is missing`);
  for (const key of Object.keys(value))
    if (!required.includes(key) && !optional.includes(key)) throw new Error(`${at}: unknown key "${key}"`);
}
