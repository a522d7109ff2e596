import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../apps/cli/src/commands.js';
import { optionsOf } from '../apps/cli/src/help.js';
import { withReference } from '../apps/cli/src/reference.js';

const page = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8');

it('docs/cli.md has every command as its help describes it (npm run docs:cli)', () => {
  expect(withReference(page, COMMANDS)).toBe(page);
});

it.each(COMMANDS.map((command) => [command.words.join(' '), command] as const))(
  'docs/cli.md has %s with each of its options',
  (name, command) => {
    const section = page.split(`### ${name}\n`)[1]?.split('\n### ')[0];
    expect(section).toContain(command.summary);
    for (const option of Object.keys(command.options ?? {})) expect(section).toContain(`\`--${option}`);
    for (const option of Object.keys(optionsOf(command))) expect(page).toContain(`\`--${option}`);
  },
);

it('the table of docs/cli.md has every command', () => {
  const cells = [...page.split('\n### ')[0]!.matchAll(/^\| (`.*) \| .*\|$/gm)].flatMap(([, cell]) => cell!.split(', '));
  const named = cells.flatMap((cell) => {
    const [first, ...others] = cell.split(' · ').map((words) => words.replaceAll('`', '').split(' '));
    return [first!, ...others.map((words) => [first![0]!, ...words])].map((words) => words.join(' '));
  });
  for (const { words } of COMMANDS) {
    const name = words.join(' ');
    expect(named.some((known) => known === name || known.startsWith(`${name} `))).toBe(true);
  }
});
