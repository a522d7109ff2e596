import pg from 'pg';
import { watchSilence } from './silence-watch.js';

/** What pools make their connections of (`Client` in their options), whoever owns the pool. */
export class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig | string) {
    super(config);
    // Whoever waits for an answer is told; without anybody the process would end.
    this.on('error', () => {});
    this.once('connect', () => watchSilence(this));
  }
}
