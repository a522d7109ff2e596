import { describe, expect, it, vi } from 'vitest';
import { type QueueLimits } from './change-queue.js';
import { DirectoryChanges } from './directory-changes.js';
import { OutcomeUnknownError } from './outcome-unknown-error.js';

const withCode = (code: string) => Object.assign(new Error(`SQLSTATE ${code}`), { code });
const DUPLICATE = withCode('23505');

/** A transaction that stores everything, and has something to ring for. */
const stored = (changes: number) => ({
  results: Array.from({ length: changes }, () => ({ status: 'fulfilled', value: { deleted: 'diruser_1' } })),
  lanesToWake: new Set(['0 ep_1']),
  announcesLater: false,
});

/** Changes over transactions of which each ends as the test has it; the last way is for all that come after. */
function over(ways: (() => Promise<unknown>)[], limits: Partial<QueueLimits> = {}, ring = () => {}) {
  let runs = 0;
  const transactions = { run: () => ways[Math.min(runs++, ways.length - 1)]!() as Promise<never> };
  const changes = new DirectoryChanges(transactions, { ring, announce: () => {} }, () => new Date(0), limits);
  const submit = (name: string, bytes = 0) =>
    changes
      .submit('dir_1', { kind: 'create-user', caller: { bytes }, resource: { userName: name } } as never)
      .catch((error: Error) => error);
  return { submit, runs: () => runs };
}

const fails = (error: Error) => () => Promise.reject(error);
const succeeds =
  (changes = 1) =>
  () =>
    Promise.resolve(stored(changes));

/** A transaction that begins, and ends when it is told to. */
function hanging() {
  let begin!: () => void;
  let end!: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const ended = new Promise<unknown>((resolve) => (end = () => resolve(stored(1))));
  const run = () => {
    begin();
    return ended;
  };
  return { run, begun, end };
}

describe('a transaction that fails as a whole', () => {
  it.each([
    ['a duplicate', DUPLICATE],
    ['a value that the database does not take', withCode('22P05')],
    ['a mistake of ours', new TypeError('undefined is not a function')],
  ])('is tried again for each change alone after %s', async (_what, error) => {
    const { submit, runs } = over([fails(error), succeeds(), fails(error), succeeds()]);
    const results = await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
    // Those that came together, then each of them.
    expect(runs()).toBe(4);
    expect(results).toEqual([{ deleted: 'diruser_1' }, error, { deleted: 'diruser_1' }]);
  });

  it.each([
    ['no connection is had in time', new Error('timeout exceeded when trying to connect')],
    ['the connection breaks', new Error('Connection terminated unexpectedly')],
    ['the connection is refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['the server does not take part any more', withCode('08006')],
    ['the lock is not had in time', withCode('55P03')],
    ['the statement takes too long', withCode('57014')],
    ['the server shuts down', withCode('57P01')],
    ['the transaction may have been stored', new OutcomeUnknownError(new Error('gone'))],
  ])('is not where %s', async (_what, error) => {
    const { submit, runs } = over([fails(error)]);
    const results = await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
    expect(runs()).toBe(1);
    expect(results).toEqual([error, error, error]);
  });

  it('tells the sender of a value that no index takes, and of no other, that it is too long', async () => {
    const tooLong = Object.assign(withCode('54000'), { constraint: 'groups_display_name' });
    const refusal = {
      code: 'value_too_long',
      message: 'a value is too long to be found by (index groups_display_name)',
    };
    const { submit } = over([fails(tooLong), succeeds(), fails(tooLong), succeeds()]);
    const results = await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
    expect(results).toMatchObject([{ deleted: 'diruser_1' }, refusal, { deleted: 'diruser_1' }]);
    expect(await over([fails(tooLong)]).submit('bob')).toMatchObject(refusal);
  });

  it('is not tried for the rest where the database goes away in between', async () => {
    const gone = new Error('Connection terminated unexpectedly');
    const { submit, runs } = over([fails(DUPLICATE), fails(DUPLICATE), fails(new OutcomeUnknownError(gone))]);
    const results = await Promise.all([submit('ann'), submit('bob'), submit('eve'), submit('fay')]);
    expect(runs()).toBe(3);
    // Only bob may have been stored.
    expect(results).toEqual([DUPLICATE, new OutcomeUnknownError(gone), gone, gone]);
  });
});

describe('a change that waits', () => {
  it('is refused when its deadline has passed, and never made', async () => {
    const first = hanging();
    const { submit, runs } = over([first.run, succeeds()], { deadlineMs: 500 });
    const running = submit('ann');
    await first.begun;
    const late = await submit('bob');
    expect(late).toMatchObject({ name: 'DirectoryError', code: 'waited_too_long' });
    first.end();
    // A change that has begun gets its answer, however long the change takes.
    expect(await running).toEqual({ deleted: 'diruser_1' });
    await submit('eve');
    expect(runs()).toBe(2);
  });

  it('is refused at once where too many of its directory do', async () => {
    const first = hanging();
    const { submit } = over([first.run, succeeds(2)], { perDirectory: 2 });
    const running = submit('ann');
    await first.begun;
    const waiting = [submit('bob'), submit('eve')];
    expect(await submit('fay')).toMatchObject({ name: 'DirectoryError', code: 'directory_queue_full' });
    first.end();
    expect(await Promise.all([running, ...waiting])).toEqual(
      Array.from({ length: 3 }, () => ({ deleted: 'diruser_1' })),
    );
  });

  it.each([
    ['changes', 'process_queue_full', { perProcess: 2 }, 10],
    ['bytes', 'process_memory_full', { bytesPerProcess: 25 }, 10],
  ])(
    'is refused at once where too many %s wait in the process, until they are answered',
    async (_what, code, limits, bytes) => {
      const first = hanging();
      const { submit } = over([first.run, succeeds()], limits);
      const running = submit('ann', bytes);
      await first.begun;
      const waiting = submit('bob', bytes);
      expect(await submit('eve', bytes)).toMatchObject({ name: 'DirectoryError', code });
      first.end();
      await Promise.all([running, waiting]);
      expect(await submit('eve', bytes)).toEqual({ deleted: 'diruser_1' });
    },
  );

  it('is let in alone, however large', async () => {
    const { submit } = over([succeeds()], { bytesPerProcess: 5 });
    expect(await submit('ann', 10)).toEqual({ deleted: 'diruser_1' });
  });
});

/** Changes whose transactions say how many users they ask for: as many as changes share one. Those of `stuck` do not end before it. */
function sharing(stuck?: { directoryId: string; until: Promise<never> }) {
  const asked: number[] = [];
  const load = ({ userIds }: { userIds: string[] }) => {
    asked.push(userIds.length);
    return Promise.resolve(undefined);
  };
  const transactions = {
    run: (directoryId: string, work: (transaction: object) => Promise<never>) =>
      directoryId === stuck?.directoryId ? stuck.until : work({ load }),
  };
  const changes = new DirectoryChanges(transactions as never, { ring: () => {}, announce: () => {} });
  const submit = (directoryId: string, id: string) =>
    changes.submit(directoryId, { kind: 'delete-user', id, caller: {} }).catch(() => undefined);
  const hundred = (directoryId: string) => Array.from({ length: 100 }, (_, n) => submit(directoryId, `diruser_${n}`));
  return { asked, submit, hundred };
}

it('few share a transaction while another directory changes', async () => {
  const { asked, submit, hundred } = sharing();
  await Promise.all(hundred('dir_1'));
  expect(asked.splice(0)).toEqual([100]);
  await Promise.all([submit('dir_2', 'diruser_1'), ...hundred('dir_1')]);
  expect(Math.max(...asked)).toBe(8);
});

it('few share a transaction while another directory waits for its own, however long', async () => {
  let lose!: () => void;
  const until = new Promise<never>((_resolve, reject) => (lose = () => reject(new Error('the connection is lost'))));
  const { asked, submit, hundred } = sharing({ directoryId: 'dir_2', until });
  const other = submit('dir_2', 'diruser_1');
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 10_000);
  try {
    await Promise.all(hundred('dir_1'));
  } finally {
    clock.mockRestore();
  }
  expect(Math.max(...asked)).toBe(8);
  lose();
  await other;
});

it('a bell that throws does not make a stored change run again', async () => {
  const { submit, runs } = over([succeeds(3)], {}, () => {
    throw new Error('no bell');
  });
  const results = await Promise.all([submit('ann'), submit('bob'), submit('eve')]);
  expect(results).toEqual(Array.from({ length: 3 }, () => ({ deleted: 'diruser_1' })));
  expect(runs()).toBe(1);
});
