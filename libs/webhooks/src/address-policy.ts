import { type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AddressDeniedError } from './address-denied-error.js';
import { type AddressKind, BLOCKED_RANGES, DEVELOPMENT_KINDS, IPV6_GLOBAL_UNICAST } from './address-table.js';
import { hostNames } from './host-names.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];
type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export interface AddressPolicyOptions {
  /** Development: http as well as https, and loopback or private addresses. */
  allowPrivate: boolean;
  /** Ranges that are allowed whatever the table says, e.g. `10.20.0.0/16` for receivers in one's own network. */
  allowCidrs?: readonly string[];
  /** Where this deployment's own test inboxes are: such a URL is allowed whatever its scheme and address. */
  inboxPrefix?: string;
  /** Resolves names; those of this machine and of its name servers unless given. */
  resolve?: Resolve;
}

export type UrlCheck = { ok: true; url: URL } | { ok: false; problem: string };

const RANGES = BLOCKED_RANGES.map(([cidr, kind]) => ({ range: ipaddr.parseCIDR(cidr), kind }));
const GLOBAL_UNICAST = ipaddr.parseCIDR(IPV6_GLOBAL_UNICAST);
const LOCAL_NAME = /(^|\.)(localhost|internal|local)$/;
/** An `@` before the path, also of an empty user name, which the URL parser forgets. */
const USERINFO = /^[^:]*:[/\\]*[^/\\?#]*@/;
const INBOX_TOKEN = /^[A-Za-z0-9]{48}$/;
const HINT = 'set ROLLCALL_ALLOW_PRIVATE_ENDPOINTS=true for development';

/**
 * Where webhooks may go. A URL is checked when it is stored (`checkUrl`) and every address again when it is connected to
 * (`lookup` for names, `problemOf` for literals, which no lookup ever sees), so that a name that changes its mind between the
 * two (DNS rebinding) gains nothing.
 */
export class AddressPolicy {
  readonly #allowPrivate: boolean;
  readonly #allowed: readonly Range[];
  readonly #inboxPrefix: string | undefined;
  /** Addresses of a name, allowed or not. Rejects where the name has none now. */
  readonly resolve: Resolve;

  /** Throws a RangeError that names an unreadable entry of `allowCidrs`. */
  constructor(options: AddressPolicyOptions) {
    this.#allowPrivate = options.allowPrivate;
    this.#allowed = (options.allowCidrs ?? []).map(parseRange);
    this.#inboxPrefix = options.inboxPrefix;
    this.resolve = options.resolve ?? hostNames.resolve;
  }

  /** Whether a URL is a test inbox of this deployment: exactly its prefix and a token, and nothing after it. */
  isOwnInbox(text: string): boolean {
    const prefix = this.#inboxPrefix;
    return prefix !== undefined && text.startsWith(prefix) && INBOX_TOKEN.test(text.slice(prefix.length));
  }

  /** Whether webhooks may go to this address; false for what is no IP address in its usual form. */
  isAllowed(ip: string): boolean {
    return this.problemOf(ip) === undefined;
  }

  /** Why this address is refused, for the endpoint's owner; undefined when it is allowed. */
  problemOf(ip: string): string | undefined {
    // net.isIP takes only the usual forms: ipaddr.js would also read octal and short ones, which a socket might not.
    if (isIP(ip) === 0) return `${JSON.stringify(ip)} is not an IP address`;
    const address = parse(ip);
    if (this.#allowed.some((range) => matches(address, range))) return undefined;
    const kind = kindOf(address);
    if (kind === undefined || (this.#allowPrivate && DEVELOPMENT_KINDS.has(kind))) return undefined;
    const advice = DEVELOPMENT_KINDS.has(kind) ? HINT : 'webhooks go to public addresses only';
    return `the address ${ip} is ${kind}; ${advice}`;
  }

  /** Checks scheme, credentials and host of an endpoint's URL. Names are resolved only at connect time. */
  checkUrl(text: string): UrlCheck {
    if (!URL.canParse(text)) return refuse('this is not a complete URL such as https://example.com/webhooks');
    const url = new URL(text);
    if (this.isOwnInbox(text)) return { ok: true, url };
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && this.#allowPrivate)) {
      return refuse(`the URL must start with https:// (for http, ${HINT})`);
    }
    if (url.username !== '' || url.password !== '' || USERINFO.test(text)) {
      return refuse('the URL must not contain a user name or password; verify the signature instead');
    }
    // The URL parser has already turned 0x7f.1, 2130706433 and 0177.0.0.1 into 127.0.0.1.
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const problem = isIP(host) === 0 ? this.#problemOfName(host) : this.problemOf(host);
    return problem === undefined ? { ok: true, url } : refuse(problem);
  }

  /**
   * A `lookup` for sockets that hands out only allowed addresses; fails with code `EADDRESSDENIED` when none is left.
   * The message does not say which addresses a name resolved to: they may belong to the operator's inner network.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname).then(
      (addresses) => {
        const allowed = addresses.filter(({ address }) => this.isAllowed(address));
        const [first] = allowed;
        if (!first) callback(new AddressDeniedError(`${hostname} has no public address; ${HINT}`), []);
        else if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, []),
    );
  };

  /**
   * Names that mean this machine or an inner network. Only the earlier and kinder answer: the address decides, so an
   * operator who opens ranges may use such names for them.
   */
  #problemOfName(host: string): string | undefined {
    if (host === '') return 'the URL has no host';
    if (this.#allowPrivate || this.#allowed.length > 0 || !LOCAL_NAME.test(host)) return undefined;
    return `the host ${host} is local; ${HINT}`;
  }
}

/**
 * IPv4-mapped addresses as the IPv4 they reach. The URL parser spells IPv6 in hex first: ipaddr.js takes the old
 * IPv4-compatible `::127.0.0.1` for an IPv4-mapped address.
 */
function parse(ip: string): Address {
  const [withoutZone = ip] = ip.split('%');
  return isIP(ip) === 6 ? ipaddr.process(new URL(`http://[${withoutZone}]`).hostname.slice(1, -1)) : ipaddr.parse(ip);
}

function kindOf(address: Address): AddressKind | undefined {
  const found = RANGES.find(({ range }) => matches(address, range));
  if (found) return found.kind;
  return address.kind() === 'ipv6' && !matches(address, GLOBAL_UNICAST) ? 'reserved' : undefined;
}

function matches(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

function parseRange(cidr: string): Range {
  if (!ipaddr.isValidCIDR(cidr)) throw new RangeError(`"${cidr}" is not an address range such as 10.20.0.0/16`);
  return ipaddr.parseCIDR(cidr);
}

function refuse(problem: string): UrlCheck {
  return { ok: false, problem };
}
