import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { brokenRules } from './house-rules.js';
import { capture, failures, requestOf, type Suite } from './runscope.js';
import { send, type ScimAnswer } from './scim-client.js';
import { readShared } from './shared-data.js';
import { SimulatedOkta } from './simulated-okta.js';
import { type Variables } from './variables.js';

const spec = readShared('okta/Okta-SCIM-20-SPEC-Test.json') as Suite | undefined;
const crud = readShared('okta/Okta-SCIM-20-CRUD-Test.json') as Suite | undefined;

let server: ScimServer;
beforeAll(async () => {
  server = await startScimServer();
});
afterAll(() => server.close());

/** Runs a suite in order; every failure of every step, so that one run shows them all. */
async function run(
  suite: Suite,
  variables: Variables,
  ask: typeof send,
): Promise<{ failed: string[]; asserted: number }> {
  const failed: string[] = [];
  let asserted = 0;
  for (const step of suite.steps) {
    if (step.step_type === 'pause' || step.skipped) continue;
    const answer = await ask(requestOf(step, variables));
    capture(step, answer, variables);
    const wrong = failures(step, answer, variables, (line) => console.log(line));
    asserted += step.assertions?.length ?? 0;
    failed.push(...wrong.map((line) => `${step.note}: ${line} in ${answer.text}`));
  }
  return { failed, asserted };
}

/** Every answer of ours keeps the house rules too. */
async function ours(request: Parameters<typeof send>[0]): Promise<ScimAnswer> {
  const answer = await send(request);
  expect(brokenRules(answer, server.url), answer.text).toEqual([]);
  return answer;
}

describe.skipIf(spec === undefined)('Okta SCIM 2.0 SPEC suite', () => {
  it('passes', async () => {
    const directory = await server.directory();
    const headers = { authorization: `Bearer ${directory.secret}`, 'content-type': 'application/scim+json' };
    const existing = {
      userName: 'existing@example.com',
      name: { givenName: 'Ex', familyName: 'Isting' },
      emails: [{ value: 'existing@example.com', primary: true }],
    };
    // The suite wants one user to be there.
    await send({ method: 'POST', url: `${directory.base}/Users`, headers, body: JSON.stringify(existing) });
    const variables = {
      SCIMBaseURL: directory.base,
      auth: headers.authorization,
      InvalidUserEmail: 'nobody@example.com',
      UserIdThatDoesNotExist: '010101001010101011001010101011',
      randomEmail: 'Runscope300Abc@atko.com',
      randomUsername: 'Runscope300Abc@atko.com',
      randomUsernameCaps: 'RUNSCOPE300ABC@ATKO.COM',
      randomGivenName: 'Given7',
      randomFamilyName: 'Family7',
    };
    const { failed, asserted } = await run(spec!, variables, ours);
    expect(failed).toEqual([]);
    expect(asserted).toBeGreaterThan(40);
  });
});

describe.skipIf(crud === undefined)('Okta SCIM 2.0 CRUD suite', () => {
  it.each(['wizard', 'catalog'] as const)('passes with a %s app', async (app) => {
    const directory: ServedDirectory = await server.directory();
    const okta = new SimulatedOkta(directory, app);
    const variables = {
      oktaOrgUrl: 'https://okta.example',
      oktaAppId: '0oa1',
      oktaToken: 'none',
      SCIMUrl: directory.base,
      SCIMAuth: `Bearer ${directory.secret}`,
      okta_user_firstname: 'First',
      okta_user_firstname_update: 'Changed',
      okta_user_lastname: 'Last',
      okta_user_email: 'first.last@example.com',
      okta_user_title: 'Engineer',
      okta_user_primaryphone: '555-0100',
    };
    const { failed, asserted } = await run(crud!, variables, (request) => {
      const { origin, pathname } = new URL(request.url);
      if (origin !== variables.oktaOrgUrl) return ours(request);
      return okta.handle(request.method, pathname, request.body?.toString());
    });
    expect(failed).toEqual([]);
    expect(asserted).toBeGreaterThan(20);
  });
});
