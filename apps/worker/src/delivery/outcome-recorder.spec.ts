import { describe, expect, it } from 'vitest';
import { type DeliveryOutcome, type RecordedOutcome } from '#persistence';
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

/** Answers each statement with what `decide` says about its ids: an error to throw, or nothing. */
function recorderOf(decide: (ids: string[], call: number) => Error | undefined) {
  const batches: string[][] = [];
  const errors: Error[] = [];
  const record = (outcomes: DeliveryOutcome[]) => {
    const ids = outcomes.map(({ id }) => id);
    const error = decide(ids, batches.push(ids));
    return error ? Promise.reject(error) : Promise.resolve(outcomes.map(recorded));
  };
  return { recorder: new OutcomeRecorder({ record }, (error) => errors.push(error)), batches, errors };
}

describe('OutcomeRecorder', () => {
  it('records what ended together in one statement', async () => {
    const { recorder, batches } = recorderOf(() => undefined);
    const results = await Promise.all(['a', 'b', 'c'].map((id) => recorder.record(outcome(id))));
    expect(results.map((result) => result?.id)).toEqual(['a', 'b', 'c']);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('records two outcomes of one delivery one after the other', async () => {
    const { recorder, batches } = recorderOf(() => undefined);
    await Promise.all(['a', 'a', 'b'].map((id) => recorder.record(outcome(id))));
    expect(batches).toEqual([['a', 'b'], ['a']]);
  });

  it('tries again while the database is away', async () => {
    const { recorder, batches, errors } = recorderOf((_ids, call) => (call === 1 ? new Error('away') : undefined));
    expect(await recorder.record(outcome('a'))).toMatchObject({ id: 'a' });
    expect(batches).toEqual([['a'], ['a']]);
    expect(errors).toHaveLength(1);
  });

  it('leaves out what the database refuses, and records the others', async () => {
    const refused = Object.assign(new Error('invalid input'), { code: '22P05' });
    const { recorder } = recorderOf((ids) => (ids.includes('bad') ? refused : undefined));
    const results = await Promise.all(['a', 'bad', 'b'].map((id) => recorder.record(outcome(id))));
    expect(results.map((result) => result?.id)).toEqual(['a', undefined, 'b']);
  });

  it('gives up when it is told to', async () => {
    const { recorder } = recorderOf(() => new Error('away'));
    recorder.abandon();
    expect(await recorder.record(outcome('a'))).toBeUndefined();
  });
});
