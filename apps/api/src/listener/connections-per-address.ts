import { type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Connections that are open, by the address they come from. One address cannot take the places of all others. */
export class ConnectionsPerAddress {
  private readonly open = new Map<string, number>();

  /**
   * @param limit connections of one address
   * @param exempt whether an address may open as many as it likes: a trusted proxy speaks for many clients
   */
  constructor(
    private readonly limit: number,
    private readonly exempt: (address: string) => boolean,
  ) {}

  /** @returns false, with the connection closed, where its address has its share already */
  admit(socket: Socket): boolean {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || this.exempt(remoteAddress)) return true;
    const key = networkOf(remoteAddress);
    const count = (this.open.get(key) ?? 0) + 1;
    if (count > this.limit) {
      socket.destroy();
      return false;
    }
    this.open.set(key, count);
    socket.once('close', () => {
      const left = this.open.get(key)! - 1;
      if (left === 0) this.open.delete(key);
      else this.open.set(key, left);
    });
    return true;
  }
}

/** A client of IPv6 has a /64 to itself at least (RFC 6177): its addresses count as one. What is no address stands for itself. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address.split('%', 1)[0]!);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
