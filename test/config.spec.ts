import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assertServiceEnvironment, EnvironmentError, loadEnvironment, renderExample, renderMarkdown } from '#config';

const key = Buffer.alloc(32, 7).toString('base64');
const directory = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
afterAll(() => rmSync(directory, { recursive: true }));

function refusedBy(env: NodeJS.ProcessEnv): string[] {
  try {
    loadEnvironment(env);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

describe('defaults', () => {
  it('are complete with an empty environment, and an empty variable counts as unset', () => {
    const environment = loadEnvironment({ PORT: '', ROLLCALL_REGION: ' ' });
    expect(environment).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      role: 'all',
      dataDir: '.rollcall',
      publicUrl: 'http://127.0.0.1:3000',
      allowPrivateEndpoints: false,
      retryScheduleMs: [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000],
      retryJitter: 0.1,
      requestTimeoutMs: 15_000,
      trustedProxies: [],
      region: 'us',
    });
    expect(environment.databaseUrl).toBeUndefined();
    expect(environment.redisUrl).toBeUndefined();
    expect(environment.apiKey).toBeUndefined();
    expect(environment.encryptionKey).toBeUndefined();
  });

  it('derive a public URL that a client can open', () => {
    expect(loadEnvironment({ HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(loadEnvironment({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
    expect(loadEnvironment({ ROLLCALL_PUBLIC_URL: 'https://sync.example.com/' }).publicUrl).toBe(
      'https://sync.example.com',
    );
  });
});

describe('values', () => {
  it('are typed', () => {
    const environment = loadEnvironment({
      DATABASE_URL: 'postgresql://user:secret@db/rollcall?sslmode=require',
      REDIS_URL: 'rediss://a:6379, rediss://b:6379',
      ROLLCALL_ENCRYPTION_KEY: key,
      ROLLCALL_ENCRYPTION_KEY_PREVIOUS: Buffer.alloc(32, 9).toString('base64url'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_SCHEDULE: '100ms, 1.5s',
      ROLLCALL_RETRY_JITTER: '0',
      ROLLCALL_TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8, 127.0.0.1',
      SMTP_URL: 'smtp://mail:25',
      MAIL_FROM: 'Rollcall <rollcall@example.com>',
    });
    assertServiceEnvironment(environment);
    expect(environment.encryptionKey.equals(Buffer.alloc(32, 7))).toBe(true);
    expect(environment.previousEncryptionKey?.equals(Buffer.alloc(32, 9))).toBe(true);
    expect(environment).toMatchObject({
      redisUrl: 'rediss://a:6379,rediss://b:6379',
      allowPrivateEndpoints: true,
      retryScheduleMs: [100, 1500],
      retryJitter: 0,
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '127.0.0.1'],
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '0x10'],
    ['HOST', 'no host'],
    ['DATABASE_URL', 'mysql://db/x'],
    ['REDIS_URL', 'redis://a,http://b'],
    ['REDIS_URL', ','],
    ['ROLLCALL_ROLE', 'both'],
    ['ROLLCALL_API_KEY', 'with space in more than 32 characters'],
    ['ROLLCALL_API_KEY', 'only-31-characters-are-too-few-'],
    ['ROLLCALL_ENCRYPTION_KEY', Buffer.alloc(31).toString('base64')],
    ['ROLLCALL_ENCRYPTION_KEY', `${key.slice(0, -2)}!=`],
    ['ROLLCALL_ENCRYPTION_KEY_PREVIOUS', 'short'],
    ['ROLLCALL_PUBLIC_URL', 'https://x/?a=b'],
    ['ROLLCALL_ALLOW_PRIVATE_ENDPOINTS', 'yes'],
    ['ROLLCALL_ALLOW_PRIVATE_ENDPOINTS', '1'],
    ['ROLLCALL_RETRY_SCHEDULE', '5s,5'],
    ['ROLLCALL_RETRY_SCHEDULE', ','],
    ['ROLLCALL_RETRY_JITTER', '2'],
    ['ROLLCALL_REQUEST_TIMEOUT', '6m'],
    ['ROLLCALL_REQUEST_TIMEOUT', '15'],
    ['SMTP_URL', 'mail.example.com'],
    ['MAIL_FROM', 'nobody'],
    ['ROLLCALL_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['ROLLCALL_REGION', 'EU'],
  ])('%s=%s is refused', (name, value) => {
    expect(refusedBy({ MAIL_FROM: 'a@b.example', ROLLCALL_ENCRYPTION_KEY: key, [name]: value })).toEqual([name]);
  });

  it('of TLS must be a matching pair of PEM files', () => {
    const [tlsKey, tlsCert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    writeFileSync(tlsKey, '-----BEGIN EC PRIVATE KEY-----\n');
    writeFileSync(tlsCert, '-----BEGIN CERTIFICATE-----\n');
    expect(refusedBy({ TLS_CERT: tlsCert, TLS_KEY: tlsKey })).toEqual([]);
    expect(loadEnvironment({ TLS_CERT: tlsCert, TLS_KEY: tlsKey }).publicUrl).toMatch(/^https:/);
    expect(refusedBy({ TLS_CERT: tlsCert })).toEqual(['TLS_KEY']);
    expect(refusedBy({ TLS_CERT: tlsKey, TLS_KEY: join(directory, 'missing.pem') })).toEqual(['TLS_CERT', 'TLS_KEY']);
  });
});

describe('problems', () => {
  it('are reported all at once, by name and never by value', () => {
    const env = { PORT: 'x-port', DATABASE_URL: 'x-database', SMTP_URL: 'smtp://mail', ROLLCALL_REGION: 'X' };
    expect(refusedBy(env)).toEqual(['PORT', 'DATABASE_URL', 'ROLLCALL_ENCRYPTION_KEY', 'MAIL_FROM', 'ROLLCALL_REGION']);
    expect(() => loadEnvironment(env)).toThrow(/^[^]*PORT must be a port number from 0 to 65535[^]*$/);
    expect(() => loadEnvironment(env)).not.toThrow(/x-port|x-database/);
  });

  it('include the missing half of a service environment', () => {
    expect(() => assertServiceEnvironment(loadEnvironment({}))).toThrow(/DATABASE_URL[^]*ROLLCALL_ENCRYPTION_KEY/);
  });
});

describe('generated files', () => {
  const root = new URL('../', import.meta.url);

  it('.env.example and docs/configuration.md match the class (npm run docs:config)', () => {
    expect(readFileSync(new URL('.env.example', root), 'utf8')).toBe(renderExample());
    expect(readFileSync(new URL('docs/configuration.md', root), 'utf8')).toBe(renderMarkdown());
  });

  it('--help lists every variable without installing or building anything', () => {
    const help = execFileSync(process.execPath, ['scripts/start.mjs', '--help'], { cwd: root, encoding: 'utf8' });
    for (const [, name] of renderExample().matchAll(/^#([A-Z_]+)=/gm))
      expect(help).toMatch(new RegExp(`^ +${name} `, 'm'));
  });
});
