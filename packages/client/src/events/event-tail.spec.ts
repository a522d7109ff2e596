import { describe, expect, it } from 'vitest';
import { CursorExpiredError } from '../cursor-expired-error.js';
import { RollcallError } from '../rollcall-error.js';
import { EventTail, type FeedPage, type TailOptions } from './event-tail.js';
import { type RollcallEvent } from './event.js';

const page = (after: string, ...ids: string[]): FeedPage => ({
  events: ids.map((id) => ({ id }) as RollcallEvent),
  next_after: after,
});

/** A feed that answers like this, one after the other. */
function tailOf(answers: (FeedPage | Error)[], options: TailOptions = {}) {
  const asked: string[] = [];
  const tail = new EventTail(
    async ({ after }) => {
      const answer = answers[asked.push(after) - 1]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    { pollInterval: 0, ...options },
  );
  return { asked, tail };
}

const away = new RollcallError('away', { errorCode: 'CONNECTION_FAILED' });

describe('EventTail', () => {
  it('follows the feed, past what a filter leaves out, and waits where it stands still', async () => {
    const stop = new AbortController();
    const answers = [page('2', '1', '2'), page('2'), page('8'), page('8'), page('9', '9')];
    const { asked, tail } = tailOf(answers, { after: '0', signal: stop.signal });
    const seen = [];
    for await (const event of tail) {
      seen.push(event.id);
      if (event.id === '9') stop.abort();
    }
    expect(seen).toEqual(['1', '2', '9']);
    expect(asked).toEqual(['0', '2', '2', '8', '8']);
  });

  it('ends where the feed ends, when it is told to', async () => {
    const { tail } = tailOf([page('2', '1', '2'), page('2')], { follow: false });
    const seen = [];
    for await (const event of tail) seen.push(event.id);
    expect(seen).toEqual(['1', '2']);
    expect(tail.cursor).toBe('2');
  });

  it('counts as read only what its reader is through with', async () => {
    const { tail } = tailOf([page('3', '1', '2', '3')], { after: '0' });
    const cursors = [];
    for await (const event of tail) {
      cursors.push(tail.cursor);
      if (event.id === '3') break;
    }
    expect(cursors).toEqual(['0', '1', '2']);
    // The third was taken, but nobody knows whether its work was done.
    expect(tail.cursor).toBe('2');
  });

  it('waits out a broker that is away', async () => {
    const told: unknown[] = [];
    const onRetry = (error: RollcallError) => told.push(error);
    const { asked, tail } = tailOf([away, page('1', '1'), page('1')], { follow: false, onRetry });
    const seen = [];
    for await (const event of tail) seen.push(event.id);
    expect(seen).toEqual(['1']);
    expect(asked).toEqual(['', '', '1']);
    expect(told).toEqual([away]);
  });

  it('ends with an error that waiting does not cure', async () => {
    const expired = new CursorExpiredError('gone', { status: 410, errorCode: 'CURSOR_EXPIRED' });
    await expect(tailOf([expired]).tail[Symbol.asyncIterator]().next()).rejects.toBe(expired);
  });

  it('ends without an error when it is stopped in a pause', async () => {
    const stop = new AbortController();
    const { tail } = tailOf([page('')], { pollInterval: 3_600_000, signal: stop.signal });
    const next = tail[Symbol.asyncIterator]().next();
    setImmediate(() => stop.abort());
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
