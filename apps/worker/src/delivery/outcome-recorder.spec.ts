import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeliveryOutcome, type RecordedOutcome } from '#delivery';
import { OutcomeRecorder } from './outcome-recorder.js';

const outcome = (id: string): DeliveryOutcome => ({ id, token: 't', kind: 'released' });
const recorded = ({ id }: DeliveryOutcome): RecordedOutcome => ({
  id,
  attempts: 0,
  state: 'pending',
  resourceId: 'r',
  nextAttemptAt: undefined,
  follower: undefined,
});

/** Answers each statement with what `decide` says about its outcomes: an error to throw, a promise to wait for, or nothing. */
function recorderOf(
  decide: (ids: string[], call: number, outcomes: DeliveryOutcome[]) => Error | Promise<void> | undefined,
) {
  const batches: string[][] = [];
  const errors: Error[] = [];
  const record = async (outcomes: DeliveryOutcome[]) => {
    const ids = outcomes.map(({ id }) => id);
    const decision = decide(ids, batches.push(ids), outcomes);
    if (decision instanceof Error) throw decision;
    await decision;
    return outcomes.map(recorded);
  };
  const recorder = new OutcomeRecorder({ record }, (error) => errors.push(error));
  /** Each of an endpoint of its own, unless `a1` and `a2` are of `a`. */
  const give = (id: string) => recorder.record(outcome(id), id[0]!);
  return { recorder, give, batches, errors };
}
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('OutcomeRecorder', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('records what ended together in one statement', async () => {
    const { give, batches } = recorderOf(() => undefined);
    const results = await Promise.all(['a', 'b', 'c'].map(give));
    expect(results.map((result) => result?.id)).toEqual(['a', 'b', 'c']);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('records two outcomes of one delivery one after the other', async () => {
    const { give, batches } = recorderOf(() => undefined);
    const given = Promise.all(['a', 'a', 'b'].map(give));
    await settled();
    await given;
    expect(batches).toEqual([['a', 'b'], ['a']]);
  });

  it('tries again while the database is away, all together', async () => {
    const { give, batches, errors } = recorderOf((_ids, call) => (call === 1 ? new Error('away') : undefined));
    const given = Promise.all(['a', 'b'].map(give));
    await settled();
    expect((await given).map((result) => result?.id)).toEqual(['a', 'b']);
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(errors).toHaveLength(1);
  });

  it('records what the database refuses without what came from outside, and the others as they are', async () => {
    const { recorder, give } = recorderOf((_ids, _call, outcomes) =>
      outcomes.some((given) => 'attempt' in given && given.attempt.responseBody !== undefined)
        ? withCode('22P05')
        : undefined,
    );
    const attempt = { at: new Date(), durationMs: 12, status: 500, responseBody: 'bad' };
    const bad = recorder.record({ id: 'bad', token: 't', kind: 'failed', attempt, retryInMs: 5_000 }, 'b');
    const others = Promise.all(['a', 'c'].map(give));
    await settled();
    expect((await others).map((result) => result?.id)).toEqual(['a', 'c']);
    expect(await bad).toMatchObject({ id: 'bad' });
  });

  it('gives up on what is refused even so', async () => {
    const { give } = recorderOf((ids) => (ids.includes('bad') ? withCode('23514') : undefined));
    const results = Promise.all(['a', 'bad'].map(give));
    await settled();
    expect((await results).map((result) => result?.id)).toEqual(['a', undefined]);
  });

  it.each(['57014', '55P03', '42P01'])(
    'lets no other endpoint wait for one whose statements fail with %s',
    async (code) => {
      let isOver = false;
      const { give, batches } = recorderOf((ids) =>
        ids.some((id) => id.startsWith('x')) && !isOver ? withCode(code) : undefined,
      );
      const stuck = give('x1');
      const others = Promise.all(['a', 'b'].map(give));
      await settled();
      expect((await others).map((result) => result?.id)).toEqual(['a', 'b']);
      // What comes later of the same endpoint waits with it, in no one else's statement.
      const later = give('x2');
      const next = give('c');
      await settled();
      expect(await next).toMatchObject({ id: 'c' });
      const tries = batches.filter((ids) => ids.includes('x1')).length;
      await vi.advanceTimersByTimeAsync(60_000);
      // With growing pauses.
      expect(batches.filter((ids) => ids.includes('x1')).length - tries).toBeLessThan(12);
      isOver = true;
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await Promise.all([stuck, later])).toMatchObject([{ id: 'x1' }, { id: 'x2' }]);
    },
  );

  it('goes on beside a statement that waits for a lock', async () => {
    let free!: () => void;
    const lock = new Promise<void>((resolve) => (free = resolve));
    const { give, recorder } = recorderOf((ids) => (ids.includes('x') ? lock : undefined));
    const stuck = give('x');
    await settled();
    const other = give('a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await other).toMatchObject({ id: 'a' });
    free();
    expect(await stuck).toMatchObject({ id: 'x' });
    await recorder.flushed();
  });

  it('gives up when it is told to', async () => {
    const { recorder, give } = recorderOf(() => new Error('away'));
    recorder.abandon();
    expect(await give('a')).toBeUndefined();
  });

  /** A second, and everything that is due in it. */
  async function settled(): Promise<void> {
    for (let n = 0; n < 10; n++) {
      await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(100);
    }
  }
});
