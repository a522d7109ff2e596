import { readdirSync, readFileSync } from 'node:fs';
import { expect, expectTypeOf, it } from 'vitest';
import { type DirectoryCommands, type DirectoryRows } from './ports.js';

const here = new URL('.', import.meta.url);
const sources = readdirSync(here).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
const naming = (word: RegExp): string[] =>
  sources.filter((name) => word.test(readFileSync(new URL(name, here), 'utf8'))).sort();

it('only the unit of work reads users, groups and memberships, so that every read goes through the identity map', () => {
  // The batch hands the rows to its unit of work, and keeps none of them.
  expect(naming(/\bDirectoryRows\b|\brows\b[,:} ].*\bDirectoryTransaction\b/)).toEqual([
    'batch.ts',
    'ports.ts',
    'unit-of-work.ts',
  ]);
  expect(naming(/\b(UserReads|GroupReads|MembershipRows|BatchWrites)\b/)).toEqual(['ports.ts']);
});

it('commands read nothing of users and groups', () => {
  expectTypeOf<keyof DirectoryCommands>().toEqualTypeOf<'settings' | 'lifecycle' | 'erasure'>();
  expectTypeOf<Extract<keyof DirectoryCommands, keyof DirectoryRows>>().toEqualTypeOf<never>();
});
