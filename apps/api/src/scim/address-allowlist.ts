import ipaddr from 'ipaddr.js';

/** @param cidrs networks or single addresses; none: every address may come. IPv4 inside IPv6 counts as IPv4. */
export function isAddressAllowed(address: string, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const caller = ipaddr.process(address);
  return cidrs.some((cidr) => {
    const [network, prefix] = networkOf(cidr);
    return network.kind() === caller.kind() && caller.match(network, prefix);
  });
}

function networkOf(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (cidr.includes('/')) {
    const [network, prefix] = ipaddr.parseCIDR(cidr);
    // `::ffff:192.0.2.0/120` is 192.0.2.0/24 (RFC 4291 §2.5.5.2): the first 96 bits only say that it is IPv4.
    if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && prefix >= 96) {
      return [network.toIPv4Address(), prefix - 96];
    }
    return [network, prefix];
  }
  const address = ipaddr.process(cidr);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
