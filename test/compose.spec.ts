import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadEnvironment, renderExample } from '#config';

interface Service {
  image: string;
  build?: string;
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  ports?: string[];
  stop_grace_period?: string;
  container_name?: string;
}

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

// Compose knows YAML 1.1's merge keys.
const { services } = load(read('docker-compose.yml'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as {
  services: Record<string, Service>;
};

/** Fills in `${NAME:-default}` and `${NAME:?message}` the way docker compose does. */
function interpolate(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind: string, rest: string) => {
    if (env[name]) return env[name];
    if (kind === '?') throw new Error(`${name} is missing: ${rest}`);
    return rest ?? '';
  });
}

const environmentOf = (name: string, env: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(services[name]!.environment ?? {}).map(([variable, text]) => [variable, interpolate(text, env)]),
  );

const secrets = {
  POSTGRES_PASSWORD: 'feedc0de',
  ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  ROLLCALL_API_KEY: 'key-of-an-admin-with-32-characters',
};

describe('docker-compose.yml', () => {
  it('has PostgreSQL, Redis, and an api and a worker that can each be scaled', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    for (const name of ['api', 'worker']) {
      expect(services[name]).toMatchObject({
        build: '.',
        stop_grace_period: '15s',
        depends_on: { postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } },
      });
      expect(services[name]!.container_name).toBeUndefined();
    }
    expect(services['worker']!.ports).toBeUndefined();
    expect(interpolate(services['api']!.ports![0]!, {})).toMatch(/^127\.0\.0\.1:3000-\d+:3000$/);
    for (const name of ['api', 'postgres', 'redis']) {
      expect(services[name]!.healthcheck?.test).toEqual(expect.arrayContaining([expect.stringMatching(/^CMD/)]));
      for (const word of services[name]!.healthcheck!.test) expect(word).toBeTypeOf('string');
    }
  });

  it.each(['api', 'worker'])('gives the %s an environment that it accepts, and only variables that exist', (name) => {
    const env = environmentOf(name, secrets);
    expect(loadEnvironment(env)).toMatchObject({ role: name, redisUrl: 'redis://redis:6379' });
    const known = [...renderExample().matchAll(/^#([A-Z_]+)=/gm)].map(([, variable]) => variable);
    for (const variable of Object.keys(env)) expect(known).toContain(variable);
  });

  it.each(['api', 'worker'])('hands every variable of the configuration on to the %s', (name) => {
    const given = { ...services[name]!.environment };
    for (const [, variable] of renderExample().matchAll(/^#([A-Z_]+)=/gm)) {
      // The image and this file decide these: the ports, the servers and the role.
      if (['HOST', 'PORT', 'ROLLCALL_DATA_DIR'].includes(variable!)) continue;
      expect(Object.keys(given)).toContain(variable);
      const fixed = ['DATABASE_URL', 'REDIS_URL', 'ROLLCALL_ROLE'].includes(variable!);
      if (!fixed) expect(interpolate(given[variable!]!, { [variable!]: 'from outside' })).toBe('from outside');
    }
    const env = environmentOf(name, { ...secrets, ROLLCALL_RETRY_SCHEDULE: '1s,2s', ROLLCALL_REQUEST_TIMEOUT: '3s' });
    expect(loadEnvironment(env)).toMatchObject({ retryScheduleMs: [1000, 2000], requestTimeoutMs: 3000 });
  });

  it('asks the api for its health as it listens: over TLS where it has a certificate', () => {
    const [, , , code] = services['api']!.healthcheck!.test;
    expect(code).toContain("process.env.TLS_CERT ? 'https' : 'http'");
    // Compose would take it for a variable of its own.
    expect(code).not.toContain('$');
  });

  it.each(Object.keys(secrets))('holds no secret: without %s nothing starts', (name) => {
    const { [name as keyof typeof secrets]: _missing, ...rest } = secrets;
    expect(() => environmentOf('api', rest as Record<string, string>)).toThrow(`${name} is missing`);
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('runs the launcher as somebody else than root', () => {
    expect(lines).toContain('USER node');
    expect(lines).toContain('CMD ["node", "--max-semi-space-size=64", "dist/apps/rollcall/src/main.js"]');
    expect(read('apps/rollcall/src/main.ts')).not.toBe('');
  });

  it('has a bill of the materials that it ships', () => {
    expect(lines).toContain('COPY --from=build /app/sbom.cdx.json ./');
  });

  it('copies only what the build context has', () => {
    const context = read('.dockerignore').split('\n');
    const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
    expect(copied.length).toBeGreaterThan(3);
    for (const line of copied) {
      for (const file of line.split(' ').slice(1, -1)) expect(context).toContain(`!${file}`);
    }
  });
});
