export interface LostConnection {
  /** The pool's name, as PostgreSQL shows it. */
  connection: string;
  error: Error;
  /** How many more were lost since this was last told of. */
  others: number;
}

type Listener = (lost: LostConnection) => void;

/** A restart of the server ends all connections at once. */
const QUIET_MS = 5_000;

/** Tells of connections that were lost in the background, where no request gets the error: at most once in five seconds. */
export class LostConnections {
  private readonly listeners = new Set<Listener>();
  private nextAt = -Infinity;
  private others = 0;

  constructor(private readonly now = () => performance.now()) {}

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  note(connection: string, error: Error): void {
    const now = this.now();
    if (now < this.nextAt) {
      this.others += 1;
      return;
    }
    const lost = { connection, error, others: this.others };
    this.nextAt = now + QUIET_MS;
    this.others = 0;
    for (const listener of this.listeners) listener(lost);
  }
}

/** Of this process. */
export const lostConnections = new LostConnections();
