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

const filesOf = (...directories: string[]): string[] =>
  directories.flatMap((directory) =>
    readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => join(directory, file)),
  );

const sources = filesOf('libs/persistence/src', 'libs/queue/src', 'apps/api/src/management', 'apps/worker/src');

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

/** JavaScript's ways: they know no decomposed letters and no full-width ones, and leave `ß` and `SS` apart. */
const OWN_LETTER_CASE = /\.to(?:Locale)?(?:Lower|Upper)Case\(|\.localeCompare\(|Intl\.Collator|\bsensitivity:/g;

/** Words of a protocol, and ids of hexadecimal digits: what people are called is none of them. How often each file folds them. */
const FOLDS_WORDS: Record<string, number> = {
  // URLs: a parameter, a scheme, the name of a host.
  'libs/connectors/src/workday/workday-settings.ts': 1,
  'libs/connectors/src/ldap/ldap-settings.ts': 1,
  'libs/connectors/src/ldap/usn-mark.ts': 2,
  'apps/agent/src/source/agent-config.ts': 1,
  // A signature, an entryUUID.
  'libs/connectors/src/bamboohr/bamboohr-webhook.ts': 1,
  'libs/connectors/src/ldap/flavor.ts': 1,
  // Words that a source answers.
  'libs/connectors/src/bamboohr/bamboohr-api.ts': 1,
  'libs/connectors/src/google/token-refusal.ts': 1,
  'libs/connectors/src/record/record-value.ts': 1,
  'apps/importer/src/polis/polis-record.ts': 1,
  // Names of LDAP attributes, and the type in front of a proxy address.
  'libs/connectors/src/ldap/ldap-record.ts': 4,
  'libs/connectors/src/ldap/ldap-user.ts': 1,
  // What an earlier version stored.
  'libs/connectors/src/csv/former-id.ts': 1,
  // What the customer asks for: a transformation of a value. And the beginning of a URN.
  'libs/directory/src/transforms.ts': 4,
  'libs/directory/src/profile.ts': 1,
};

const ownLetterCase = (text: string): number => text.match(OWN_LETTER_CASE)?.length ?? 0;

it('nothing that reads or compares people and groups folds what they are called by itself', () => {
  const found = filesOf('libs/connectors/src', 'libs/directory/src', 'apps/agent/src', 'apps/importer/src')
    .map((file) => [file, ownLetterCase(readFileSync(join(root, file), 'utf8'))] as const)
    .filter(([, count]) => count > 0);
  expect(Object.fromEntries(found)).toEqual(FOLDS_WORDS);
});

it.each([
  'email.toLowerCase()',
  'name?.toLocaleUpperCase()',
  'a.localeCompare(b)',
  'new Intl.Collator()',
  "{ sensitivity: 'base' }",
])('finds %s', (text) => {
  expect(ownLetterCase(text)).toBe(1);
});
