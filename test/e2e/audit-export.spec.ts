import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { session } from '#postgres';
import { run } from '../../apps/cli/src/run.js';
import { runSql } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

/** Of the script in docs/audit.md. */
const hasTools = ['curl', 'python3', 'bash'].every((tool) => spawnSync(tool, ['--version']).status === 0);

let app: ManagementClient;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-audit-'));
  app = await ManagementClient.start();
});
afterAll(async () => {
  await app.stop();
  rmSync(scratch, { recursive: true });
});

async function cli(...argv: string[]) {
  let out = '';
  let err = '';
  const status = await run(argv, {
    env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY, ROLLCALL_DATA_DIR: scratch },
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
    signal: new AbortController().signal,
    name: 'rollcall',
  });
  return { status, out, err };
}

async function exported(query = '', key = API_KEY) {
  const response = await fetch(`${app.api.url}/api/v1/audit_logs:export${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

type Line = Record<string, unknown>;
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('GET /audit_logs:export', () => {
  it('streams every entry with its chain, itself included, and counts them', async () => {
    const { organizationId } = await app.directory();
    const reply = await exported();
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = linesOf(reply.text);
    const end = lines.pop();
    expect(end).toEqual({ object: 'End', entries: lines.length });
    const own = lines.filter(({ organization_id: id }) => id === organizationId);
    expect(own.map(({ action, sequence }) => [action, sequence])).toEqual([
      ['organization.create', 1],
      ['directory.create', 2],
      ['secret.create', 3],
    ]);
    expect(own.map((line) => line['previous_hash'])).toEqual([undefined, own[0]!['hash'], own[1]!['hash']]);
    expect(lines).toContainEqual(
      expect.objectContaining({ action: 'audit_log.export', request_id: reply.headers.get('x-request-id') }),
    );
  });

  it('is for administrators, and of a key of one organization for its chain alone', async () => {
    const [own, foreign] = [await app.directory(), await app.directory()];
    const { plain_key: writer } = (await app.post('api_keys', { scopes: ['write'] })).body;
    const { plain_key: limited } = (
      await app.post('api_keys', { scopes: ['admin'], organization_ids: [own.organizationId] })
    ).body;
    expect((await exported('', writer)).status).toBe(403);
    expect((await exported(`?organization_id=${foreign.organizationId}`, limited)).status).toBe(403);
    const lines = linesOf((await exported('', limited)).text).slice(0, -1);
    expect(new Set(lines.map(({ organization_id: id }) => id))).toEqual(new Set([own.organizationId]));
    expect(lines.at(-1)).toMatchObject({ action: 'audit_log.export', organization_id: own.organizationId });
  });

  it('has all pages', async () => {
    await runSql(
      app.database.url,
      `INSERT INTO audit_logs (id, actor_type, action, target_type)
        SELECT 'log_many' || n, 'system', 'test.do', 'test' FROM generate_series(1, 2500) n`,
    );
    const lines = linesOf((await exported()).text);
    expect(lines.filter(({ action }) => action === 'test.do')).toHaveLength(2_500);
  });
});

describe('rollcall audit verify', () => {
  it('recomputes the chains of the running Rollcall, and says their last hashes', async () => {
    const { organizationId } = await app.directory();
    const { status, out, err } = await cli('audit', 'verify');
    expect({ status, err }).toEqual({
      status: 0,
      err: expect.stringMatching(/Unbroken: [\d,]+ entries in \d+ chains/),
    });
    const [entry] = (await app.get(`audit_logs?organization_id=${organizationId}&page_size=1`)).body.audit_logs;
    expect(out).toContain(entry.hash);
    expect((await cli('audit', 'verify', '--head', entry.hash)).status).toBe(0);
    expect((await cli('audit', 'verify', '--org', organizationId)).err).toContain('4 entries in 1 chain.');
  });

  it('finds one chain for each organization, however many act at once', async () => {
    const directories = [await app.directory(), await app.directory()];
    const acts = Array.from({ length: 40 }, (_, index) => {
      const { path, organizationId } = directories[index % 2]!;
      return [
        () => app.post(`${path}/secrets`),
        () => app.patch(path, { name: `name ${index}` }),
        () => app.call('PUT', `/api/v1/${path}/policy`, { retention_days: 30 + index }),
        () => app.call('PUT', `/api/v1/organizations/${organizationId}/mail`, { welcome_mail: false }),
      ][Math.floor(index / 2) % 4]!;
    });
    const statuses = await Promise.all(acts.map(async (act) => (await act()).status));
    expect(statuses.filter((status) => status >= 300)).toEqual([]);
    for (const { organizationId } of directories) {
      const { err } = await cli('audit', 'verify', '--org', organizationId);
      expect(err).toContain('Unbroken: 24 entries in 1 chain.');
    }
  });

  it('names the first broken entry of a file, and fails', async () => {
    const { out: text } = await cli('audit', 'export');
    const file = join(scratch, 'audit.ndjson');
    const verify = (content: string) => {
      writeFileSync(file, content);
      return cli('audit', 'verify', '--file', file);
    };
    expect((await verify(text)).status).toBe(0);
    const lines = text.trimEnd().split('\n');
    const { id } = JSON.parse(lines[1]!) as { id: string };
    const changed = lines.map((line, index) => (index === 1 ? line.replace(/"ip":"[^"]*"/, '"ip":"192.0.2.9"') : line));
    expect(await verify(changed.join('\n'))).toMatchObject({
      status: 1,
      err: expect.stringContaining(`${id} was changed`),
    });
    const cut = await verify(lines.slice(0, -1).join('\n'));
    expect(cut).toMatchObject({ status: 1, err: expect.stringContaining('was cut') });
    const without = await verify(lines.filter((_line, index) => index !== 1).join('\n'));
    expect(without).toMatchObject({
      status: 1,
      err: expect.stringContaining('number 3 of its chain, and should be 2'),
    });
    expect(await verify('no JSON\n')).toMatchObject({ status: 1, err: expect.stringContaining('line 1 is no entry') });
    expect(await cli('audit', 'verify', '--file', join(scratch, 'none'))).toMatchObject({ status: 1 });
    const head = await cli('audit', 'verify', '--head', 'f'.repeat(64));
    expect(head).toMatchObject({ status: 1, err: expect.stringContaining('written anew') });
  });
});

/** As a superuser whom no trigger stops. The log is put right again afterwards. */
async function tampered<T>(statements: string[], look: () => Promise<T>): Promise<T> {
  const owner = new pg.Client(session(app.database.ownerUrl, 'test'));
  await owner.connect();
  try {
    await owner.query('SET session_replication_role = replica; CREATE TABLE kept AS SELECT * FROM audit_logs');
    for (const statement of statements) await owner.query(statement);
    return await look();
  } finally {
    await owner.query('DELETE FROM audit_logs; INSERT INTO audit_logs SELECT * FROM kept; DROP TABLE kept');
    await owner.end();
  }
}

/** What a superuser does to the second of three entries, and what an auditor is told. */
const TAMPERING: Record<string, (id: string) => { statements: string[]; broken: 'second' | 'third'; how: string }> = {
  'was changed': (id) => ({
    statements: [`UPDATE audit_logs SET actor_id = 'key_other' WHERE id = '${id}'`],
    broken: 'second',
    how: 'changed',
  }),
  'was changed, with its hash': (id) => ({
    statements: [
      `UPDATE audit_logs SET actor_id = 'key_other' WHERE id = '${id}'`,
      `UPDATE audit_logs a SET hash = audit_hash(a) WHERE id = '${id}'`,
    ],
    broken: 'third',
    how: 'out of place',
  }),
  'was removed': (id) => ({
    statements: [`DELETE FROM audit_logs WHERE id = '${id}'`],
    broken: 'third',
    how: 'out of place',
  }),
  'was added before it': (id) => {
    const chain = `organization_id = (SELECT organization_id FROM kept WHERE id = '${id}')`;
    return {
      statements: [
        `UPDATE audit_logs SET sequence = sequence + 1000 WHERE ${chain} AND sequence >= 2`,
        `UPDATE audit_logs SET sequence = sequence - 999 WHERE ${chain} AND sequence >= 2`,
        `INSERT INTO audit_logs SELECT (jsonb_populate_record(k, '{"id": "log_added"}')).* FROM kept k WHERE id = '${id}'`,
        `UPDATE audit_logs a SET hash = audit_hash(a) WHERE id = 'log_added'`,
      ],
      broken: 'second',
      how: 'changed',
    };
  },
};

describe('an auditor finds the first entry that is not as it was, where an entry', () => {
  const page = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');
  const [, download] = /```bash\n(curl[\s\S]*?)```/.exec(page)!;
  const [, script] = /```python\n([\s\S]*?)```/.exec(page)!;
  const [, trim] = /```sql\n([\s\S]*?)```/.exec(page)!;

  /** The script of the page, after the download of the page. */
  async function byHand(): Promise<string> {
    const env = { ...process.env, ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY };
    await promisify(execFile)('bash', ['-euc', download!], { cwd: scratch, env });
    const verified = await promisify(execFile)('python3', ['-c', script!], { cwd: scratch }).catch(
      (error: { stderr: string }) => error,
    );
    return 'stdout' in verified ? `${verified.stdout}${verified.stderr}` : verified.stderr;
  }

  async function chain(): Promise<{ organizationId: string; second: string; third: string; head: string }> {
    const { organizationId } = await app.directory();
    const { audit_logs: entries } = (await app.get(`audit_logs?organization_id=${organizationId}`)).body;
    return { organizationId, second: entries[1].id, third: entries[0].id, head: entries[0].hash };
  }

  it.each(Object.entries(TAMPERING))('%s', async (_what, tamper) => {
    const ids = await chain();
    const { statements, broken, how } = tamper(ids.second);
    await tampered(statements, async () => {
      const { status, err } = await cli('audit', 'verify');
      expect([status, err]).toEqual([1, expect.stringContaining(`The audit log is broken: ${ids[broken]} `)]);
      if (hasTools) expect(await byHand()).toContain(`${how}: ${ids[broken]}`);
    });
    expect((await cli('audit', 'verify')).status).toBe(0);
  });

  it('is the beginning of a chain, unless an entry of the chain names what was removed', async () => {
    const { organizationId, second, third, head } = await chain();
    await tampered(
      [`DELETE FROM audit_logs WHERE organization_id = '${organizationId}' AND sequence = 1`],
      async () => {
        const { status, err } = await cli('audit', 'verify');
        expect([status, err]).toEqual([1, expect.stringContaining(`${second} is number 2 of its chain`)]);
        if (hasTools) expect(await byHand()).toContain(`the beginning is missing: ${organizationId}`);
      },
    );
    // As the page does it, of a time that leaves the last entry.
    const { audit_logs: entries } = (await app.get(`audit_logs?target_type=secret&organization_id=${organizationId}`))
      .body;
    const removed = await runSql<{ trim_audit_log: string }>(
      app.database.ownerUrl,
      trim!.replace("now() - interval '2 years'", `'${entries[0].at}'`),
    );
    expect(Number(removed[0]!.trim_audit_log)).toBeGreaterThanOrEqual(2);
    expect(await cli('audit', 'verify', '--head', head)).toMatchObject({ status: 0 });
    const { audit_logs: left } = (await app.get(`audit_logs?organization_id=${organizationId}`)).body;
    expect(left.map(({ id, action }: { id: string; action: string }) => [action, id])).toEqual([
      ['audit_log.trim', expect.any(String)],
      ['secret.create', third],
    ]);
    if (hasTools) expect(await byHand()).toContain(`${organizationId} 4 ${left[0].hash}`);
    await expect(runSql(app.database.url, trim!)).rejects.toThrow(/must be owner|permission denied/);
    await expect(runSql(app.database.ownerUrl, 'DELETE FROM audit_logs')).rejects.toThrow('append-only');
  });
});
