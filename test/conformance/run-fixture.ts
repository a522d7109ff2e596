import { expect } from 'vitest';
import { type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { type ExpectedEvent, type Fixture, type Step } from './fixture.js';
import { brokenRules } from './house-rules.js';
import { readPath } from './json-path.js';
import { differences } from './match.js';
import { send, type ScimAnswer } from './scim-client.js';
import { eventsAfter, storedCounts, storedGroup, storedUser, type StoredEvent } from './stored.js';
import { mergeInto, substitute, type Variables } from './variables.js';

/** Plays a fixture against a directory of its own, and fails with everything that differs in the first step that does. */
export async function runFixture(server: ScimServer, fixture: Fixture): Promise<void> {
  const directory = await server.directory();
  const other = await server.directory();
  const variables: Variables = {
    base: directory.base,
    secret: directory.secret,
    directory: directory.directoryId,
    otherBase: other.base.replace(server.url, ''),
    otherSecret: other.secret,
  };
  let sequence = 0;
  for (const [index, step] of fixture.steps.entries()) {
    const answer = await play(directory, fixture, step, variables);
    const problems = [...brokenRules(answer, server.url), ...compare(step, answer, variables)];
    const name = `step ${index + 1}, ${step.request.method} ${step.request.path}`;
    expect(problems, `${name} answered ${answer.status} ${answer.text}`).toEqual([]);
    for (const [variable, path] of Object.entries(step.capture ?? {})) {
      variables[variable] = readPath(answer.json, path);
      expect(variables[variable], `${name}: capture ${variable}`).toBeDefined();
    }
    const events = await eventsAfter(server.pool, directory.directoryId, sequence);
    sequence = events.at(-1)?.sequence ?? sequence;
    const found = [
      ...compareEvents(step, events, variables),
      ...(await compareState(server, directory, step, variables)),
    ];
    expect(found, name).toEqual([]);
  }
}

function play(directory: ServedDirectory, fixture: Fixture, step: Step, variables: Variables): Promise<ScimAnswer> {
  const { method, path, headers, body, basedOn, rawBody } = step.request;
  const sent = substitute(body, variables);
  const json = basedOn === undefined ? sent : mergeInto(variables[basedOn], sent ?? {});
  const text =
    rawBody === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : substitute(rawBody, variables);
  const url = substitute(path, variables);
  return send({
    method,
    url: url.startsWith('/directory/') ? new URL(directory.base).origin + url : directory.base + url,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(text !== undefined && { 'content-type': 'application/scim+json' }),
      ...substitute(fixture.headers ?? {}, variables),
      ...substitute(headers ?? {}, variables),
    },
    body: text,
  });
}

function compare({ expect: expected }: Step, answer: ScimAnswer, variables: Variables): string[] {
  const { status, headers = {}, body, absent = [] } = substitute(expected, variables);
  return [
    ...(answer.status === status ? [] : [`status: expected ${status}, got ${answer.status}`]),
    ...Object.entries(headers).flatMap(([name, value]) =>
      differences(value, answer.headers[name.toLowerCase()], `header ${name}`),
    ),
    ...(body === undefined ? [] : differences(body, answer.json)),
    ...absent.filter((path) => readPath(answer.json, path) !== undefined).map((path) => `${path} must not be there`),
  ];
}

/** Reading and failing announce nothing, said or not. */
function compareEvents(step: Step, events: StoredEvent[], variables: Variables): string[] {
  const silent = step.request.method === 'GET' || step.expect.status >= 400;
  const expected = silent ? (step.events ?? []) : step.events;
  if (expected === undefined) return [];
  const seen = events.map((event) => event.type.replace('organization.directory.', ''));
  const wanted = expected.map(({ type }) => type);
  if (wanted.join() !== seen.join()) return [`events: expected [${wanted.join(', ')}], got [${seen.join(', ')}]`];
  return substitute(expected, variables).flatMap((event, index) => compareEvent(event, events[index]!, index));
}

function compareEvent(expected: ExpectedEvent, event: StoredEvent, index: number): string[] {
  const at = `events[${index}]`;
  const found = expected.data === undefined ? [] : differences(expected.data, event.data, `${at}.data`);
  if (expected.previous_attributes === undefined) return found;
  // Both ways round is exact.
  return [
    ...found,
    ...differences(expected.previous_attributes, event.previous_attributes, `${at}.previous_attributes`),
    ...differences(
      Object.fromEntries(Object.keys(event.previous_attributes ?? {}).map((key) => [key, true])),
      Object.fromEntries(Object.keys(expected.previous_attributes ?? {}).map((key) => [key, true])),
      `${at}.previous_attributes has more:`,
    ),
  ];
}

async function compareState(
  { pool }: ScimServer,
  { directoryId }: ServedDirectory,
  step: Step,
  variables: Variables,
): Promise<string[]> {
  const { users = {}, groups = {}, counts } = substitute(step.state ?? {}, variables);
  const found: string[] = [];
  for (const [id, facts] of Object.entries(users))
    found.push(...differences(facts, await storedUser(pool, directoryId, id), `user ${id}`));
  for (const [id, facts] of Object.entries(groups))
    found.push(...differences(facts, await storedGroup(pool, directoryId, id), `group ${id}`));
  if (counts) found.push(...differences(counts, await storedCounts(pool, directoryId), 'counts'));
  return found;
}
