import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SilenceWatch, type Watchable } from './silence-watch.js';

class FakeClient extends EventEmitter {
  readonly host = 'db';
  readonly port = 5432;
  readyForQuery = true;
  status = 'I';
  queries: string[] = [];
  readonly stream = {
    bytesRead: 0,
    destroyed: undefined as Error | undefined,
    destroy: (e?: Error) => void (this.stream.destroyed = e),
  };
  readonly connection = { stream: this.stream };
  getTransactionStatus = () => this.status;
  query(text: string): Promise<void> {
    this.queries.push(text);
    this.readyForQuery = false;
    return new Promise(() => {});
  }
  answer(): void {
    this.stream.bytesRead += 10;
    this.readyForQuery = true;
  }
}

function watching(count: number) {
  const watch = new SilenceWatch();
  const clients = Array.from({ length: count }, () => new FakeClient());
  for (const client of clients) watch.add(client as unknown as Watchable);
  const ticks = (n: number) => {
    for (let tick = 0; tick < n; tick++) watch.tick();
  };
  return { clients, ticks, end: () => clients.forEach((client) => client.emit('end')) };
}

describe('the watch over connections', () => {
  it('asks an idle one for a sign of life, and ends it where none comes', () => {
    const { clients, ticks, end } = watching(1);
    ticks(10);
    expect(clients[0]!.queries).toEqual(['SELECT 1']);
    clients[0]!.answer();
    ticks(11);
    expect(clients[0]!.queries).toHaveLength(2);
    ticks(6);
    expect(clients[0]!.stream.destroyed?.message).toMatch(/^Connection terminated: no answer/);
    end();
  });

  it('gives an answer as long as a statement may take', () => {
    const { clients, ticks, end } = watching(1);
    clients[0]!.readyForQuery = false;
    ticks(35);
    expect(clients[0]!.stream.destroyed).toBeUndefined();
    ticks(1);
    expect(clients[0]!.stream.destroyed).toBeDefined();
    end();
  });

  it('gives others less time, and asks idle ones at once, when one has been silent', () => {
    const { clients, ticks, end } = watching(3);
    const [silent, working, idle] = clients as [FakeClient, FakeClient, FakeClient];
    silent.readyForQuery = false;
    for (let tick = 0; tick < 26; tick++) {
      ticks(1);
      for (const client of [working, idle]) client.answer();
    }
    working.readyForQuery = false;
    ticks(10);
    expect(silent.stream.destroyed).toBeDefined();
    expect(idle.queries).toContain('SELECT 1');
    expect(working.stream.destroyed).toBeUndefined();
    ticks(2);
    expect(working.stream.destroyed).toBeDefined();
    end();
  });

  it('leaves a transaction that is open to the time-out of the server', () => {
    const { clients, ticks, end } = watching(1);
    clients[0]!.status = 'T';
    ticks(100);
    expect(clients[0]!.queries).toEqual([]);
    expect(clients[0]!.stream.destroyed).toBeUndefined();
    end();
  });
});
