import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../apps/cli/src/run.js';
import { runSql } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

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
    expect({ status, err }).toEqual({ status: 0, err: expect.stringMatching(/Unbroken: \d+ entries in \d+ chains/) });
    const [entry] = (await app.get(`audit_logs?organization_id=${organizationId}&page_size=1`)).body.audit_logs;
    expect(out).toContain(entry.hash);
    expect((await cli('audit', 'verify', '--head', entry.hash)).status).toBe(0);
    expect((await cli('audit', 'verify', '--org', organizationId)).err).toContain('4 entries in 1 chains');
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

const tools = ['curl', 'jq', 'sha256sum', 'bash'];
const missing = tools.filter((tool) => {
  try {
    execFileSync('which', [tool]);
    return false;
  } catch {
    // This machine does not have it.
    return true;
  }
});

describe.skipIf(missing.length > 0)('the example in docs/audit.md (needs curl, jq, sha256sum and bash)', () => {
  const page = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');
  const script = /```bash\n([\s\S]*?)```/.exec(page)![1]!;
  const bash = (text: string) =>
    promisify(execFile)('bash', ['-euo', 'pipefail', '-c', text], {
      cwd: scratch,
      env: { ...process.env, ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY },
    });

  it('finds nothing where nothing was changed, and prints the last hashes', async () => {
    const { organizationId } = await app.directory();
    await runSql(app.database.ownerUrl, 'ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_append_only');
    await runSql(app.database.ownerUrl, `DELETE FROM audit_logs WHERE action = 'test.do'`);
    const { stdout } = await bash(script.replace('> audit.ndjson', `| grep -v 'test.do' > audit.ndjson`));
    const [entry] = (await app.get(`audit_logs?organization_id=${organizationId}&page_size=1`)).body.audit_logs;
    expect(stdout).toContain(`${organizationId} ${entry.hash}`);
    expect(stdout).not.toContain('changed');
  });

  it('finds an entry that was changed', async () => {
    const { organizationId } = await app.directory();
    const [entry] = (await app.get(`audit_logs?organization_id=${organizationId}&page_size=1`)).body.audit_logs;
    await runSql(app.database.ownerUrl, `UPDATE audit_logs SET actor_id = 'key_other' WHERE id = $1`, [entry.id]);
    expect((await bash(script)).stdout).toContain(`changed: ${entry.id}`);
  });
});
