import { createServer } from 'node:net';
import { LaunchError } from './launch-error.js';

const ADVICE: Record<string, string> = {
  EADDRINUSE: 'is in use: stop what listens there, or set PORT to another one',
  EACCES: 'needs more privileges: set PORT to one above 1023',
  EADDRNOTAVAIL: 'is not an address of this machine: set HOST to one that is',
  ENOTFOUND: 'cannot be resolved: set HOST to an address of this machine',
};

/** @throws LaunchError when nothing can listen there; better now than after the database has started. */
export function refusePortInUse(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code = '' }: NodeJS.ErrnoException) =>
      reject(new LaunchError(`${host}:${port} ${ADVICE[code] ?? `cannot be listened on (${code})`}.`)),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
