/** Receivers that behave badly, in a process of their own: what they cost must not count as the broker's. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const MiB = 1_048_576;
const TEN_MB = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${10 * MiB}\r\n\r\n`.padEnd(10 * MiB, 'x'));

/** What each does with a connection on which a request has begun to arrive. */
const ANSWERS = {
  hang: () => {},
  drip: (socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 1_000);
    socket.on('close', () => clearInterval(drip));
  },
  'answer 10 MB': (socket: Socket) => socket.end(TEN_MB),
  reset: (socket: Socket) => socket.resetAndDestroy(),
  // Speaks no TLS on a port that is asked for it.
  'fail TLS': (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  // Nobody listens by then.
  refuse: () => {},
};

export type Behaviour = keyof typeof ANSWERS;

export const BEHAVIOURS = Object.keys(ANSWERS) as Behaviour[];

export class BadReceivers {
  private constructor(
    private readonly child: ChildProcess,
    readonly urls: string[],
  ) {}

  static async start(behaviour: Behaviour, count: number): Promise<BadReceivers> {
    const child = fork(fileURLToPath(import.meta.url), ['serve', behaviour, String(count)]);
    const [ports] = (await once(child, 'message')) as [number[]];
    const scheme = behaviour === 'fail TLS' ? 'https' : 'http';
    return new BadReceivers(
      child,
      ports.map((port) => `${scheme}://127.0.0.1:${port}/`),
    );
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}

async function serve(behaviour: Behaviour, count: number): Promise<void> {
  const servers = Array.from({ length: count }, () =>
    createServer((socket) => {
      socket.on('error', () => {}).once('data', () => ANSWERS[behaviour](socket));
      socket.resume();
    }).listen(0, '127.0.0.1'),
  );
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  if (behaviour === 'refuse') servers.forEach((server) => server.close());
  process.on('disconnect', () => process.exit());
  process.send!(ports);
}

if (process.argv[2] === 'serve') await serve(process.argv[3] as Behaviour, Number(process.argv[4]));
