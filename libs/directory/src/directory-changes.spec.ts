import { describe, expect, it } from 'vitest';
import { DirectoryChanges } from './directory-changes.js';
import { OutcomeUnknownError } from './outcome-unknown-error.js';

/** Transactions that fail, in turn, with these. */
function failing(errors: Error[]) {
  let runs = 0;
  const transactions = { run: () => Promise.reject(errors[Math.min(runs++, errors.length - 1)]!) };
  const changes = new DirectoryChanges(transactions, { ring: () => {}, announce: () => {} });
  const submit = (name: string) =>
    changes
      .submit('dir_1', { kind: 'create-user', caller: {}, resource: { userName: name } } as never)
      .catch((error: Error) => error);
  return { submit, runs: () => runs };
}

describe('a transaction that fails as a whole', () => {
  it('is tried again for each change alone', async () => {
    const { submit, runs } = failing([new Error('of all of them')]);
    await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
    // Those that came together, then each of them.
    expect(runs()).toBe(4);
  });

  it('is not, where it may have been stored: a creation would then be a duplicate of itself', async () => {
    const { submit, runs } = failing([new OutcomeUnknownError(new Error('gone'))]);
    const results = await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
    expect(runs()).toBe(1);
    for (const result of results) expect(result).toBeInstanceOf(OutcomeUnknownError);
  });
});
