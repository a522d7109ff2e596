// The launcher of `npm start` in a process of its own, so that the demo decides what becomes of the broker's log lines.
import { loadEnvironment } from '#config';
import { readSecrets } from '../../rollcall/src/generated-secrets.js';

/** What the demo is told, once. */
export interface BrokerMessage {
  apiKey: string;
}

// The demo has ended without saying goodbye; nobody reads any more, and the database is to be stopped in order.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.stdout.on('error', () => {});

// Resolves when everything is up, ends the process when it cannot start, and takes care of signals.
await import('../../rollcall/src/main.js');

const { apiKey, dataDir } = loadEnvironment();
process.send?.({ apiKey: apiKey ?? readSecrets(dataDir).apiKey } satisfies BrokerMessage);
