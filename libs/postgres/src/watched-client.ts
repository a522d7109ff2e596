import pg from 'pg';
import { lostConnections } from './lost-connections.js';
import { watchSilence } from './silence-watch.js';

/** What `pg` has and its types hide. */
interface Named {
  connectionParameters: { application_name?: string };
}

/** What pools make their connections of (`Client` in their options), whoever owns the pool. */
export class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig | string) {
    super(config);
    let isOpen = false;
    // Pending queries reject with this error. Without this handler the process would end when no query is pending.
    this.on('error', (error) => {
      // Once, however often its end is reported. Whoever waits to be connected gets the error.
      if (isOpen) lostConnections.note((this as unknown as Named).connectionParameters.application_name ?? '', error);
      isOpen = false;
    });
    this.once('connect', () => {
      isOpen = true;
      watchSilence(this);
    });
  }
}
