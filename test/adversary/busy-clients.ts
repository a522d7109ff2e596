import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Tenant } from './tenant.js';

const SCRIPT = fileURLToPath(new URL('busy-clients.mjs', import.meta.url));

export interface Load {
  clients: number;
  /** They search by this, and give up after `patienceMs`; without it they create users. */
  filter?: string;
  patienceMs?: number;
}

export interface Done {
  /** Every status that the creates were answered. */
  statuses: number[];
  /** How many creates there were a second. */
  perSecond: number;
}

/** Clients that keep a tenant busy, in a process of their own, while work is done. */
export async function whileBusy({ base, secret }: Tenant, load: Load, work: () => Promise<void>): Promise<Done> {
  const child = fork(SCRIPT, { stdio: 'inherit', execArgv: [] });
  const told = async (): Promise<unknown> => ((await once(child, 'message')) as [unknown])[0];
  try {
    child.send({ base, secret, ...load });
    await told();
    await work();
    const done = told();
    child.send('enough');
    return (await done) as Done;
  } finally {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
  }
}
