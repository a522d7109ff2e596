import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('attackers.mjs', import.meta.url));

export interface Attack {
  requests: { method: string; path: string; headers?: Record<string, string>; body?: string }[];
  clients: number;
}

export interface Attacked {
  /** How often each status was answered. */
  statuses: Record<string, number>;
  perSecond: number;
}

/** Clients that send the same requests again and again, in a process of their own, while work is done. */
export async function whileAttacked(url: string, attack: Attack, work: () => Promise<void>): Promise<Attacked> {
  const child = fork(SCRIPT, { stdio: 'inherit', execArgv: [] });
  const told = async (): Promise<unknown> => ((await once(child, 'message')) as [unknown])[0];
  try {
    child.send({ url, ...attack });
    await told();
    await work();
    const done = told();
    child.send('enough');
    return (await done) as Attacked;
  } finally {
    if (child.connected) child.disconnect();
    if (child.exitCode === null) await once(child, 'exit');
  }
}
