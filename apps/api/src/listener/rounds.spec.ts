import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Rounds } from './rounds.js';

const nextRound = () => new Promise((resolve) => setImmediate(resolve));

/** Requests that take `takesMs` each; a round has time for two. */
function requests(takesMs = 1) {
  let now = 0;
  const begun: string[] = [];
  const rounds = new Rounds<string>(2, () => now);
  const send = (sender: string, response = new EventEmitter()): EventEmitter => {
    rounds.enter(sender, response, () => {
      begun.push(sender);
      // What follows within the same turn of the event loop is the request's as well.
      void Promise.resolve().then(() => (now += takesMs));
    });
    return response;
  };
  return { begun, send };
}

describe('requests that have arrived', () => {
  it('begin at once, as many as a round has time for, and the others in the next ones', async () => {
    const { begun, send } = requests();
    for (let n = 0; n < 7; n++) {
      send('a');
      await Promise.resolve();
    }
    expect(begun).toHaveLength(2);
    await nextRound();
    expect(begun).toHaveLength(4);
    await nextRound();
    await nextRound();
    expect(begun).toHaveLength(7);
  });

  it('all begin in one round where they take no time, as those do that share a transaction', async () => {
    const { begun, send } = requests(0);
    for (let n = 0; n < 25; n++) send('a');
    expect(begun).toHaveLength(25);
  });

  it('begin one of each sender in turn: who sends one does not wait for all of who sends many', async () => {
    const { begun, send } = requests(2);
    for (let n = 0; n < 50; n++) {
      send('many');
      await Promise.resolve();
    }
    send('one');
    expect(begun).toEqual(['many']);
    for (let n = 0; n < 4; n++) await nextRound();
    expect(begun.slice(1)).toContain('one');
  });

  it('begin no later than the second half of a queue, however many others send one each', async () => {
    const { begun, send } = requests(2);
    for (let n = 0; n < 20; n++) {
      send('shared');
      await Promise.resolve();
    }
    // As soon as one of the others is answered, the next one comes.
    for (let n = 0; n < 50; n++) send(`other${n}`);
    for (let n = 50; begun.filter((sender) => sender === 'shared').length < 20; n++) {
      await nextRound();
      send(`other${n}`);
    }
    expect(begun.length).toBeLessThan(2 * 20 + 5);
  });

  it('do not begin once they are closed', async () => {
    const { begun, send } = requests(2);
    send('a');
    await Promise.resolve();
    const closed = send('b');
    send('c');
    closed.emit('close');
    for (let n = 0; n < 3; n++) await nextRound();
    expect(begun).toEqual(['a', 'c']);
    // The line is empty: the next one begins at once, and its sender may come again.
    send('b');
    expect(begun).toEqual(['a', 'c', 'b']);
    send('d', Object.assign(new EventEmitter(), { destroyed: true }));
    expect(begun).toEqual(['a', 'c', 'b']);
  });

  it('go on after one of them throws', async () => {
    const rounds = new Rounds<string>(0.5, () => performance.now());
    const begun: number[] = [];
    const spin = (): void => {
      for (const until = performance.now() + 1; performance.now() < until;);
    };
    rounds.enter('a', new EventEmitter(), spin);
    const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
    const former = process.listeners('uncaughtException').slice(0, -1);
    for (const listener of former) process.off('uncaughtException', listener);
    rounds.enter('a', new EventEmitter(), () => {
      throw new Error('a fault of its own');
    });
    rounds.enter('a', new EventEmitter(), () => begun.push(3));
    expect(await caught).toMatchObject({ message: 'a fault of its own' });
    for (const listener of former) process.on('uncaughtException', listener);
    for (let n = 0; n < 3; n++) await nextRound();
    expect(begun).toEqual([3]);
  });
});
