import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ask } from './ask.js';

const CTRL_C = '\u0003';

function terminal() {
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true, columns: 80 })];
  return { input, output };
}

it('gives the answer', async () => {
  const { input, output } = terminal();
  const answer = ask('Delete? ', new AbortController(), input, output);
  input.write('yes\r');
  expect(await answer).toBe('yes');
});

it('ends the command where Ctrl-C is the answer, as it does everywhere else', async () => {
  const { input, output } = terminal();
  const stop = new AbortController();
  const answer = ask('Delete? ', stop, input, output);
  input.write(CTRL_C);
  const reason = await answer.catch((error: unknown) => error);
  expect(stop.signal.aborted).toBe(true);
  expect(reason).toBe(stop.signal.reason);
});
