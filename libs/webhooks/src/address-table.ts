/** Why an address is no place for a webhook, in the words the endpoint's owner reads. */
export type AddressKind =
  | 'private'
  | 'loopback'
  | 'link-local'
  | 'unspecified'
  | 'cloud metadata'
  | 'multicast'
  | 'documentation'
  | 'transition'
  | 'reserved';

/** What `allowPrivate` opens: a developer's own machine and network, never link-local or metadata services. */
export const DEVELOPMENT_KINDS: ReadonlySet<AddressKind> = new Set<AddressKind>(['private', 'loopback']);

/**
 * Ranges that webhooks never reach, first match wins. From the IANA special-purpose registries (RFC 6890) and the fixed
 * addresses of cloud metadata services. Transition ranges embed an IPv4 address that a router may unwrap.
 */
export const BLOCKED_RANGES: readonly (readonly [cidr: string, kind: AddressKind])[] = [
  ['168.63.129.16/32', 'cloud metadata'], // Azure's wire server: looks public, is the host
  ['100.100.100.200/32', 'cloud metadata'], // Alibaba
  ['192.0.0.192/32', 'cloud metadata'], // Oracle
  ['169.254.0.0/16', 'link-local'],
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['100.64.0.0/10', 'private'], // carrier-grade NAT
  ['198.18.0.0/15', 'private'], // benchmarking, and what local VPN resolvers answer with
  ['127.0.0.0/8', 'loopback'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'documentation'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['192.88.99.0/24', 'transition'], // 6to4 relays
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'], // 255.255.255.255 included

  ['fd00:ec2::/32', 'cloud metadata'], // AWS
  ['::1/128', 'loopback'],
  ['::/128', 'unspecified'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'private'], // site-local, deprecated
  ['ff00::/8', 'multicast'],
  ['2001:db8::/32', 'documentation'],
  ['3fff::/20', 'documentation'],
  ['64:ff9b::/96', 'transition'], // NAT64
  ['64:ff9b:1::/48', 'transition'],
  ['2001::/32', 'transition'], // Teredo
  ['2002::/16', 'transition'], // 6to4
  ['::/8', 'reserved'], // IPv4-compatible and IPv4-translated forms
  ['100::/64', 'reserved'], // discard-only
  ['5f00::/16', 'reserved'], // segment routing
  ['2001::/23', 'reserved'], // IETF protocol assignments
];

/** Only this part of IPv6 is handed out as global unicast; what lies outside and is not listed above is reserved. */
export const IPV6_GLOBAL_UNICAST = '2000::/3';
