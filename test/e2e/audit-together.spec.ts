import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RefusalSample } from '../../apps/api/src/management/audit/refusal-sample.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/index.js';
import { MailServer } from '../support/smtp.js';
import { everythingIn, whileNoEntryFits, whileNothingCommits } from './audit-failures.js';
import { type Act, auditedActs } from './audited-acts.js';
import { ManagementClient } from './management-client.js';

/** All that docs/audit.md lists, which audited-action.spec.ts compares with the routes. */
const ACTIONS = [
  ...readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8').matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm),
]
  .map(([, action]) => action!)
  .filter((action) => action !== 'audit_log.trim');

/** Acts that store nothing but their entry: they hand something out, send something, or are there for clients of Scalekit. */
const STORES_NOTHING = new Set([
  'audit_log.export',
  'endpoint.secret',
  'mail.test',
  'personal_data.export',
  'sign_in_setting.update_session_policy',
  'sign_in_setting.update_user_management',
  'snapshot.take',
  'tracked_group.assign',
]);
/** A secret of its own, which is revoked. */
const LEAVES_A_TRACE = new Set(['simulation.begin']);

/** Who is refused is told by the link or the key in the request itself, not by who sends it. */
const PUBLIC = new Set(['portal_session.begin', 'session.create']);
/** Opened by a cookie, whose session has no scopes. */
const PORTAL = new Set(['portal_link.invite', 'portal_session.end']);

let server: MailServer;
let app: ManagementClient;
let acts: Record<string, () => Promise<Act>>;
let reader: string;
/** One for all tests: to begin a connection takes longer than most of them. */
let owner: Client;
beforeAll(async () => {
  server = await MailServer.start();
  const port = String(await freePort());
  app = await ManagementClient.start({
    PORT: port,
    ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ROLLCALL_REQUEST_TIMEOUT: '1s',
    ROLLCALL_ALLOW_PRIVATE_SOURCES: '127.0.0.0/8',
    SMTP_URL: server.url,
    MAIL_FROM: 'Rollcall <rollcall@example.com>',
  });
  acts = auditedActs(app, await tokenWith('ssf.manage'));
  reader = await tokenWith('ssf.read');
  owner = new Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await owner.end();
  await app.stop();
  await server.close();
});

/** An access token of a key with this scope alone. */
async function tokenWith(scope: string): Promise<string> {
  const { api_key: key, plain_key: plain } = (await app.post('api_keys', { scopes: [scope] })).body;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: key.id, client_secret: plain });
  const reply = await fetch(`${app.api.url}/oauth/token`, { method: 'POST', body });
  return ((await reply.json()) as { access_token: string }).access_token;
}

async function entriesOf(action: string, outcome: 'done' | 'refused'): Promise<{ error_code: string | null }[]> {
  const { rows } = await owner.query<{ error_code: string | null }>(
    'SELECT error_code FROM audit_logs WHERE action = $1 AND outcome = $2 ORDER BY id',
    [action, outcome],
  );
  return rows;
}

async function sentBy(authorization: string, act: Act): Promise<number> {
  app.as = { authorization, cookie: '' };
  try {
    return (await act()).status;
  } finally {
    app.as = {};
  }
}

it('every act has a test', () => {
  expect(Object.keys(acts).sort()).toEqual(ACTIONS.toSorted());
});

describe('an act and its entry are there together, or not at all; one that is refused is in the log, and not done', () => {
  /** Not once a minute, or 30 times a key. */
  beforeAll(() => {
    vi.spyOn(RefusalSample.prototype, 'ofStranger').mockReturnValue(true);
    vi.spyOn(RefusalSample.prototype, 'ofKey').mockReturnValue(true);
  });

  /** The one that began: a simulation that could not be written down did not. */
  async function simulationsEnd(): Promise<void> {
    await until(async () => {
      const { rows } = await owner.query<{ state: string }>('SELECT state FROM simulations');
      expect(rows.map(({ state }) => state)).toEqual(['done']);
    });
  }

  /** A test event of an act before this one is recorded after its answer. */
  async function nothingIsSent(): Promise<void> {
    await until(async () => {
      const { rows } = await owner.query(`SELECT FROM deliveries WHERE state = 'sending'`);
      expect(rows).toEqual([]);
    });
  }

  /** What an act before this one has begun goes on after its answer. */
  async function settled(): Promise<Record<string, string | null>> {
    let before = await everythingIn(owner);
    await until(async () => {
      const last = before;
      before = await everythingIn(owner);
      expect(before).toEqual(last);
    });
    return before;
  }

  /** A key reads one snapshot at a time, and the one before may not have ended yet. */
  const whenFree =
    (act: Act): Act =>
    () =>
      until(async () => {
        const reply = await act();
        expect(reply.status).not.toBe(429);
        return reply;
      });

  async function expectRefusals(action: string, act: Act): Promise<void> {
    const done = (await entriesOf(action, 'done')).length;
    expect(await sentBy('Bearer wrong', act)).toBe(401);
    const codes: unknown[] = [expect.any(String)];
    if (!PORTAL.has(action)) {
      expect(await sentBy(`Bearer ${reader}`, act)).toBe(403);
      codes.push(expect.any(String));
    }
    expect((await entriesOf(action, 'refused')).map(({ error_code: code }) => code)).toEqual(codes);
    expect(await entriesOf(action, 'done')).toHaveLength(done);
  }

  it.each(ACTIONS)('%s', async (action) => {
    const act = await acts[action]!();
    await nothingIsSent();
    const before = await settled();
    if (!PUBLIC.has(action)) await expectRefusals(action, act);
    const entries = (await entriesOf(action, 'done')).length;
    for (const failing of [whileNoEntryFits, whileNothingCommits]) {
      expect((await failing(owner, whenFree(act))).status).toBe(500);
    }
    if (!LEAVES_A_TRACE.has(action)) expect(await everythingIn(owner)).toEqual(before);
    expect(await entriesOf(action, 'done')).toHaveLength(entries);
    expect(server.mails).toEqual([]);
    expect((await whenFree(act)()).status).toBeLessThan(400);
    if (!STORES_NOTHING.has(action)) expect(await everythingIn(owner)).not.toEqual(before);
    expect(await entriesOf(action, 'done')).toHaveLength(entries + 1);
    server.clear();
    // Its people go on arriving, which is no part of the next act.
    if (LEAVES_A_TRACE.has(action)) await simulationsEnd();
  });

  it('sign-in with a wrong key', async () => {
    expect((await app.call('POST', '/api/v1/sessions', { api_key: 'wrong' })).status).toBe(401);
    expect(await entriesOf('session.create', 'refused')).toHaveLength(1);
  });
});
