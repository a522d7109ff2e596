import { type Socket } from 'node:net';

/**
 * Bytes of answers that wait for their clients to read them. All connections together hold `limitBytes`: beyond that, those that have
 * waited longest are closed.
 */
export class UnreadAnswers {
  private readonly since = new Map<Socket, number>();

  constructor(
    private readonly open: ReadonlySet<Socket>,
    /** What waits for the client of a connection. */
    private readonly bytesOf: (socket: Socket) => number,
    private readonly limitBytes: number,
  ) {}

  /** Looks at all connections. To be called about once a second. */
  check(now: number): void {
    let waiting = 0;
    for (const socket of this.open) {
      const bytes = this.bytesOf(socket);
      if (bytes === 0) this.since.delete(socket);
      else {
        waiting += bytes;
        if (!this.since.has(socket)) this.since.set(socket, now);
      }
    }
    for (const socket of this.since.keys()) if (socket.destroyed) this.since.delete(socket);
    // A map keeps the order in which the connections began to wait.
    for (const socket of this.since.keys()) {
      if (waiting <= this.limitBytes) return;
      waiting -= this.bytesOf(socket);
      this.since.delete(socket);
      socket.destroy();
    }
  }
}
