import { expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.js';

const COMMANDS = ['orgs list', 'orgs get', 'users list', 'directories list', 'doctor'];

it.each([
  ['user list', 'users list'],
  ['orgs lsit', 'orgs list'],
  ['docter', 'doctor'],
  ['directory list', 'directories list'],
  ['DOCTOR', 'doctor'],
  ['dir', 'directories list'],
  ['import', undefined],
  ['x', undefined],
  ['', undefined],
])('takes %j for %j', (given, meant) => {
  expect(nearest(given, COMMANDS)).toBe(meant);
});

it('says so in a sentence, or says nothing', () => {
  expect(didYouMean('--nmae', ['--name', '--org'])).toBe(' Did you mean "--name"?');
  expect(didYouMean('--colour', ['--name', '--org'])).toBe('');
});
