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
  if (cidr.includes('/')) return ipaddr.parseCIDR(cidr);
  const address = ipaddr.process(cidr);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
