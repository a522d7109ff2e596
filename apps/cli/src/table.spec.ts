import { expect, it } from 'vitest';
import { styleFor } from './style.js';
import { table } from './table.js';

const words = { env: {}, out: { write: () => {} } };
const terminal = { env: {}, out: { write: () => {}, isTTY: true } };

it('lines up columns, and lets no name touch the terminal', () => {
  const rows = [
    ['a', null],
    ['long\x1b[2J\n', 12],
  ];
  expect(table(['id', 'n'], rows, styleFor(words))).toBe('ID         N\na\nlong�[2J�  12');
});

it('has colours on a terminal alone, and not for who wants none', () => {
  expect(styleFor(terminal).red('x')).toBe('\x1b[31mx\x1b[0m');
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) expect(styleFor({ ...terminal, env }).red('x')).toBe('x');
  expect(styleFor(words).red('x')).toBe('x');
});
