import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Services that still use TypeORM (docs/decisions/0013-stores-speak-sql.md). The list may only become shorter, but by a part of one of them. */
const WITH_ENTITIES = [
  'apps/api/src/management/access/api-keys.service.ts',
  'apps/api/src/management/directories/directories.service.ts',
  'apps/api/src/management/directories/secrets.service.ts',
  'apps/api/src/management/directories/shown-secrets.ts',
  'apps/api/src/management/endpoints/endpoint-secrets.ts',
  'apps/api/src/management/endpoints/endpoints.service.ts',
  'apps/api/src/management/organizations/organization-removal.ts',
  'apps/api/src/management/organizations/organizations.service.ts',
  'apps/api/src/management/streams/streams.service.ts',
  'apps/api/src/management/unique-violation.ts',
  'apps/api/src/storage.module.ts',
];

const SQL = /['"`]\s*(?:SELECT (?!1')|INSERT INTO |UPDATE \w+ SET |DELETE FROM |WITH \w+ AS )/;

const sources = ['apps/api/src', 'apps/worker/src'].flatMap((directory) =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(directory, file)),
);
const naming = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8'))).sort();

it('no SQL stands in api and worker', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(naming(SQL)).toEqual([]);
});

it('TypeORM is used by no service that is not in the list', () => {
  expect(naming(/from 'typeorm'/)).toEqual(WITH_ENTITIES);
});

it.each(["'SELECT id FROM users'", '`\n  UPDATE users SET a = 1`', "'DELETE FROM users'"])('finds %s', (text) => {
  expect(SQL.test(text)).toBe(true);
});

/** Lists of entities that have no `take`, and why none of them is long. */
const WITHOUT_TAKE: Record<string, string> = {
  'apps/api/src/management/access/api-keys.service.ts': 'at most 100 organizations of a key',
  'apps/api/src/management/directories/directories.service.ts': 'on the connection of a search',
  'apps/api/src/management/organizations/organization-removal.ts': 'at most 200 directories of an organization',
};

it('no list of entities is longer than somebody has thought of', () => {
  const lists = /\.(?:find|findBy)\((?:\w+, )?\{(?:[^{}]|\{[^{}]*\}|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g;
  const unbounded = WITH_ENTITIES.filter((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(lists)].some(([list]) => !list.includes('take:')),
  );
  expect(unbounded).toEqual(Object.keys(WITHOUT_TAKE));
});
