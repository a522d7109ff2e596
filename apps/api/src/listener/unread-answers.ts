import { type Socket } from 'node:net';

/**
 * Bytes of answers that wait for their clients to read them. One connection holds one answer at most; all together hold `limitBytes`:
 * beyond that, the connections that have waited longest are closed.
 */
export class UnreadAnswers {
  private readonly since = new Map<Socket, number>();

  constructor(
    private readonly open: ReadonlySet<Socket>,
    private readonly limitBytes: number,
  ) {}

  /** Looks at all connections. To be called about once a second. */
  check(now: number): void {
    let waiting = 0;
    for (const socket of this.open) {
      if (socket.writableLength === 0) this.since.delete(socket);
      else {
        waiting += socket.writableLength;
        if (!this.since.has(socket)) this.since.set(socket, now);
      }
    }
    for (const socket of this.since.keys()) if (socket.destroyed) this.since.delete(socket);
    // A map keeps the order in which the connections began to wait.
    for (const socket of this.since.keys()) {
      if (waiting <= this.limitBytes) return;
      waiting -= socket.writableLength;
      this.since.delete(socket);
      socket.destroy();
    }
  }
}
