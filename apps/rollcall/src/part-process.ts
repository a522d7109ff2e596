// The child process of one part: `node part-process.js api`.
import { loadEnvironment } from '#config';
import { loggedError } from '#log';
import { startPart, type PartName } from './part.js';
import type { PartMessage } from './supervised-part.js';

const starting = startPart(process.argv[2] as PartName, loadEnvironment());
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  try {
    await (await starting).close();
    process.exit(0);
  } catch (error) {
    console.error(loggedError(error));
    process.exit(1);
  }
}

// Node would print the error as it is, with the row that an error of the database quotes.
process.on('uncaughtException', (error) => {
  console.error(loggedError(error));
  process.exit(1);
});
// Ctrl-C reaches the whole group: both signals mean the same here.
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
// The launcher is gone, and the database with it.
process.once('disconnect', () => process.exit(1));

const { url } = await starting;
process.send?.({ ready: true, url } satisfies PartMessage);
