import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Clients in a process of their own, while work is done: what they cost the measurement is their use of the processor and nothing else.
 * The script gets the load as its first message, says that it has begun, and is told when it is enough.
 * @returns what the script says at its end
 */
export async function whileSending<Done>(script: string, load: object, work: () => Promise<void>): Promise<Done> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { stdio: 'inherit', execArgv: [] });
  // Clients have processors of their own elsewhere: here, they leave them to the product.
  setPriority(child.pid!, 10);
  const told = async (): Promise<unknown> => ((await once(child, 'message')) as [unknown])[0];
  try {
    child.send(load);
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
