import { createHash } from 'node:crypto';
import { type Client, DatabaseError, type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { corkUntilNextTick } from './cork-until-next-tick.js';

/** Statements whose text follows a filter or an order that a client wrote; kept on each connection, the latest used. */
const KEPT = 32;

/** What `pg` remembers of a connection's statements, by name: whether one has to be sent again. */
interface Remembered {
  parsedStatements: Record<string, string>;
}

/**
 * Prepared by shape: clients repeat the same few filters with other values, and planning takes longer than finding one user. A shape is
 * what remains when all values are parameters; there is no end of them, so that the longest unused one makes room on its connection.
 */
export class PreparedShapes {
  /** Names of each connection's statements, the longest unused one first. */
  private readonly kept = new WeakMap<PoolClient, Set<string>>();

  constructor(private readonly pool: Pool) {}

  /** @param on the connection to use, where the caller has one */
  async query<Row extends QueryResultRow>(text: string, values: unknown[], on?: PoolClient): Promise<Row[]> {
    if (on !== undefined) return await this.queryOn(on, text, values);
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      return await this.queryOn(client, text, values);
    } catch (error) {
      // What PostgreSQL refuses leaves its connection as good as before.
      if (!(error instanceof DatabaseError)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async queryOn<Row extends QueryResultRow>(
    client: PoolClient,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    const name = `shape ${createHash('sha1').update(text).digest('base64url')}`;
    this.use(client, name);
    return (await client.query<Row>({ name, text, values })).rows;
  }

  private use(client: PoolClient, name: string): void {
    let names = this.kept.get(client);
    if (names === undefined) this.kept.set(client, (names = new Set()));
    if (!names.delete(name) && names.size >= KEPT) this.forget(client, names);
    names.add(name);
  }

  private forget(client: PoolClient, names: Set<string>): void {
    const oldest = names.values().next().value!;
    names.delete(oldest);
    // Goes out together with the statement that takes its place. A statement that could not be prepared is not there: the server says so.
    corkUntilNextTick(client);
    client.query(`DEALLOCATE "${oldest}"`).catch(() => {});
    const { connection } = client as PoolClient & Pick<Client, 'connection'> & { connection: Remembered };
    delete connection.parsedStatements[oldest];
  }
}
