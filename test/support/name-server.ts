import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import dnsPacket from 'dns-packet';

/** Of the names that a server knows: addresses of both families, or silence about one of them or both. */
export interface KnownName {
  A?: string | 'silence';
  AAAA?: string | 'silence';
  /** Answers come so long after the first question, in milliseconds. */
  lateMs?: number;
}

/** A name server on the loopback interface. It says NXDOMAIN about names that it does not know. */
export class NameServer {
  /** Every question, e.g. `A hooks.test`. */
  readonly asked: string[] = [];
  private isOpen = true;

  private constructor(
    private readonly socket: Socket,
    private readonly names: Readonly<Record<string, KnownName | 'refused' | 'failing'>>,
  ) {
    socket.on('message', (message, { port, address }) => {
      const answer = this.answerTo(dnsPacket.decode(message));
      if (answer === undefined) return;
      const packet = dnsPacket.encode(answer);
      const late = this.lateMs(message);
      setTimeout(() => this.isOpen && socket.send(packet, port, address), late).unref();
    });
  }

  private lateMs(message: Buffer): number {
    const { name = '' } = dnsPacket.decode(message).questions?.[0] ?? {};
    const known = this.names[name];
    return typeof known === 'object' ? (known.lateMs ?? 0) : 0;
  }

  static async start(names: Readonly<Record<string, KnownName | 'refused' | 'failing'>>): Promise<NameServer> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket, names);
  }

  get address(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.isOpen = false;
    await new Promise<void>((done) => this.socket.close(done));
  }

  private answerTo({ id, questions = [] }: dnsPacket.Packet): dnsPacket.Packet | undefined {
    const [{ type, name }] = questions as [{ type: 'A' | 'AAAA'; name: string }];
    this.asked.push(`${type} ${name}`);
    const known = this.names[name];
    const reply = (code: number, answers: dnsPacket.Answer[] = []): dnsPacket.Packet => ({
      id,
      type: 'response',
      // The code of the answer is in the last four bits of the flags (RFC 1035 §4.1.1).
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | code,
      questions,
      answers,
    });
    if (known === undefined) return reply(3);
    if (known === 'failing') return reply(2);
    if (known === 'refused') return reply(5);
    const data = known[type];
    if (data === 'silence') return undefined;
    return reply(0, data === undefined ? [] : [{ type, name, data, ttl: 0 }]);
  }
}
