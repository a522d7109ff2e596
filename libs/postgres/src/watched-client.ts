import pg from 'pg';
import { watchSilence } from './silence-watch.js';

/** What pools make their connections of (`Client` in their options), whoever owns the pool. */
export class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig | string) {
    super(config);
    // Pending queries reject with this error. Without this handler the process would end when no query is pending.
    this.on('error', () => {});
    this.once('connect', () => watchSilence(this));
  }
}
