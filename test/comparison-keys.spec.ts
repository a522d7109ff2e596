import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/** `folded` itself is made of it, in a collation in which it is about ASCII alone. */
const MAKES_KEYS = 'libs/persistence/src/migrations/comparison-key/functions.ts';

/** PostgreSQL's own ways to leave the case out, but for ids that are made and for colons in URNs: they depend on the server's collation, and know no decomposed letters and no ß. */
const OWN_FOLDING =
  /\b(?:lower|initcap)\(|\bupper\((?!substr\(md5|left\(replace\(gen_random)|\bI?LIKE '%(?!:%')|\bILIKE\b|\bILike\b|~\*/;

const sources = ['libs/persistence/src', 'libs/queue/src', 'apps/api/src/management', 'apps/worker/src'].flatMap(
  (directory) =>
    readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => join(directory, file)),
);

it('no statement compares names or addresses by anything but their comparison keys', () => {
  expect(sources.length).toBeGreaterThan(200);
  const found = sources.filter((file) => OWN_FOLDING.test(readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([MAKES_KEYS]);
});

it.each(['lower(u.user_name) = lower($1)', "name ILIKE '%a%'", 'ILike(part)', "name ~* 'a'", "name LIKE '%a'"])(
  'finds %s',
  (text) => {
    expect(OWN_FOLDING.test(text)).toBe(true);
  },
);
