import { type Pool, type PoolClient } from 'pg';

export interface SentStatement {
  text: string;
  values: unknown[];
}

/** A pool that answers nothing and keeps what it was sent. */
export class SqlRecorder {
  readonly sent: SentStatement[] = [];
  readonly pool: Pool;
  readonly client: PoolClient;

  constructor() {
    const query = (given: string | SentStatement, values: unknown[] = []): Promise<{ rows: unknown[] }> => {
      const statement = typeof given === 'string' ? { text: given, values } : given;
      this.sent.push({ text: statement.text, values: statement.values });
      return Promise.resolve({ rows: [] });
    };
    this.client = { query, release: () => undefined } as unknown as PoolClient;
    this.pool = { query, connect: () => Promise.resolve(this.client) } as unknown as Pool;
  }

  /** The first statement that `ask` sends. What it makes of an answer without rows does not matter here. */
  static async first(ask: (recorder: SqlRecorder) => Promise<unknown>): Promise<SentStatement> {
    const recorder = new SqlRecorder();
    await ask(recorder).catch(() => undefined);
    return recorder.sent[0]!;
  }
}
