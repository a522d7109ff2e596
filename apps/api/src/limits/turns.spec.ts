import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { type TurnLimits, Turns } from './turns.js';

class Requests {
  readonly running: { directoryId: string; response: EventEmitter }[] = [];
  constructor(readonly turns: Turns) {}

  static of(limits: Partial<TurnLimits>): Requests {
    return new Requests(new Turns('the directory', limits));
  }

  send(directoryId: string, now = 0): EventEmitter {
    const response = new EventEmitter();
    const turn = this.turns.enter(directoryId, response, now);
    const begin = () => this.running.push({ directoryId, response });
    if (turn === undefined) begin();
    else void turn.then(begin);
    return response;
  }

  async answerOne(directoryId: string): Promise<void> {
    const index = this.running.findIndex((request) => request.directoryId === directoryId);
    this.running.splice(index, 1)[0]!.response.emit('close');
    await Promise.resolve();
  }

  count(directoryId: string): number {
    return this.running.filter((request) => request.directoryId === directoryId).length;
  }
}

/** How many entries of maps and sets are looked at while work is done. */
async function looksDuring(work: () => Promise<void>): Promise<number> {
  let looks = 0;
  const restored = [new Map().entries(), new Set().values()].map((iterator) => {
    const prototype = Object.getPrototypeOf(iterator) as { next: () => unknown };
    const next = Reflect.get(prototype, 'next') as () => unknown;
    prototype.next = function (this: unknown) {
      looks += 1;
      return next.call(this);
    };
    return () => (prototype.next = next);
  });
  try {
    await work();
  } finally {
    for (const restore of restored) restore();
  }
  return looks;
}

const nextRound = () => new Promise((resolve) => setImmediate(resolve));

describe('the turns of directories', () => {
  it('hold nobody up who is alone, up to a bound', async () => {
    const requests = Requests.of({ alone: 8, shared: 2 });
    for (let n = 0; n < 20; n++) requests.send('busy');
    expect(requests.count('busy')).toBe(8);
    await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(8);
  });

  it('leave a directory fewer beside another one', async () => {
    const requests = Requests.of({ alone: 8, shared: 2, rememberMs: 60_000 });
    for (let n = 0; n < 20; n++) requests.send('busy', performance.now());
    requests.send('quiet', performance.now());
    expect(requests.count('quiet')).toBe(1);
    for (let n = 0; n < 7; n++) await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(2);
  });

  it('leave it no more while another one waits, however long', async () => {
    const requests = Requests.of({ alone: 8, shared: 2, rememberMs: 10 });
    const longAgo = performance.now() - 20_000;
    // The other one has all that it may have, and one more that waits.
    for (let n = 0; n < 9; n++) requests.send('other', longAgo);
    for (let n = 0; n < 20; n++) requests.send('busy', longAgo);
    expect(requests.count('busy')).toBe(2);
    await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(2);
  });

  it('give it back its batches once it is alone again', async () => {
    const requests = Requests.of({ alone: 8, shared: 2, rememberMs: 10 });
    requests.send('quiet', performance.now() - 11);
    for (let n = 0; n < 20; n++) requests.send('busy', performance.now() - 20_000);
    await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(8);
  });

  it('go round where the process is full, and let in who has none', async () => {
    const requests = Requests.of({ alone: 4, shared: 4, process: 4 });
    for (let n = 0; n < 10; n++) requests.send('a');
    for (let n = 0; n < 10; n++) requests.send('b');
    requests.send('c');
    expect([requests.count('a'), requests.count('b'), requests.count('c')]).toEqual([4, 1, 1]);
    for (let n = 0; n < 3; n++) await requests.answerOne('a');
    expect([requests.count('a'), requests.count('b'), requests.count('c')]).toEqual([1, 2, 1]);
  });

  it('begin a few at a time beside another directory, and what arrives in between first', async () => {
    const requests = Requests.of({ alone: 8, shared: 8, aRound: 2, rest: 0, rememberMs: 60_000 });
    for (let n = 0; n < 20; n++) requests.send('busy', performance.now());
    requests.send('quiet', performance.now());
    // A batch ends, and all of its requests are answered at once.
    for (let n = 0; n < 8; n++) await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(2);
    requests.send('quiet', performance.now());
    expect(requests.count('quiet')).toBe(2);
    await nextRound();
    expect(requests.count('busy')).toBe(4);
    for (let n = 0; n < 5; n++) await nextRound();
    expect(requests.count('busy')).toBe(8);
  });

  it('are followed by a rest beside another directory, and only there', async () => {
    const requests = Requests.of({ alone: 8, shared: 8, aRound: 2, rest: 1_000_000, rememberMs: 60_000 });
    for (let n = 0; n < 20; n++) requests.send('busy', performance.now());
    for (let n = 0; n < 4; n++) await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(8);
    requests.send('quiet', performance.now());
    for (let n = 0; n < 8; n++) await requests.answerOne('busy');
    expect(requests.count('busy')).toBe(2);
    await nextRound();
    expect(requests.count('busy')).toBe(2);
    await vi.waitFor(() => expect(requests.count('busy')).toBe(8), 10_000);
  });

  it('are for no response that is closed already, which would never give them back', async () => {
    const requests = Requests.of({ alone: 1 });
    for (const closed of [{ destroyed: true }, { stream: { destroyed: true } }, { stream: { closed: true } }])
      expect(requests.turns.enter('a', Object.assign(new EventEmitter(), closed), 0)).toBeUndefined();
    requests.send('a');
    expect(requests.count('a')).toBe(1);
    const waiting = requests.send('a');
    expect(requests.count('a')).toBe(1);
    waiting.emit('close');
  });

  it('forget who went away while waiting', async () => {
    const requests = Requests.of({ alone: 1, waiting: 1 });
    requests.send('a');
    const waiting = requests.send('a');
    expect(() => requests.send('a')).toThrow('1 requests of the directory wait');
    waiting.emit('close');
    requests.send('a');
    await requests.answerOne('a');
    expect(requests.count('a')).toBeGreaterThan(0);
  });

  it.each([0, 1])(
    'are found without a look at 10,000 others, of whom each has one in work and %i in line',
    async (waiting) => {
      const requests = Requests.of({ process: 256, aRound: 100, rememberMs: 0 });
      const others = Array.from({ length: 10_000 }, (_, n) => `other${n}`);
      for (const other of others) for (let n = 0; n <= waiting; n++) requests.send(other);
      for (let n = 0; n < 11; n++) requests.send('a');
      const running = requests.running.length;
      const looks = await looksDuring(async () => {
        for (let n = 0; n < 10; n++) await requests.answerOne('a');
      });
      // Each had its turn in place of the one that was answered.
      expect([requests.count('a'), requests.running.length]).toEqual([1, running]);
      expect(looks).toBeLessThan(100);
    },
  );
});
