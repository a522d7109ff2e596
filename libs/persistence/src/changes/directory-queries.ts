import { type PoolClient } from 'pg';

/** Statements about one directory, on the connection of its transaction. */
export class DirectoryQueries {
  constructor(
    readonly client: PoolClient,
    readonly directoryId: string,
  ) {}

  /** Prepared once per connection; $1 is always the directory. */
  async run<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    return (await this.client.query<T>({ name, text, values: [this.directoryId, ...values] })).rows;
  }
}
