import { type IncomingMessage, type RequestListener } from 'node:http';
import { isIP } from 'node:net';

const HEADER = 'x-forwarded-for';

/**
 * Some proxies append the client's port (Azure Application Gateway), others `unknown` or a name of their own (RFC 7239 §6). Behind this,
 * every address of a request is one: audit log, allowlists and the counts of guesses read nothing else.
 */
export function withForwardedAddresses(handle: RequestListener): RequestListener {
  return (request: IncomingMessage, response) => {
    const given = request.headers[HEADER];
    if (given !== undefined) {
      const addresses = addressesIn(String(given));
      if (addresses.length > 0) request.headers[HEADER] = addresses.join(', ');
      else delete request.headers[HEADER];
    }
    handle(request, response);
  };
}

/**
 * The addresses that the nearest proxies wrote, furthest first. What is left of an entry without an address is left out: the proxy
 * that wrote the entry did not say that it knows the rest.
 */
export function addressesIn(header: string): string[] {
  const entries = header.split(',').map((entry) => addressIn(entry.trim()));
  return entries.slice(entries.lastIndexOf('') + 1);
}

/** @returns an address without its port, the empty text for what is none */
function addressIn(entry: string): string {
  const inBrackets = entry.startsWith('[') ? entry.slice(1, Math.max(1, entry.indexOf(']'))) : undefined;
  const [host = '', ...rest] = entry.split(':');
  const address = inBrackets ?? (rest.length === 1 ? host : entry);
  return isIP(address) === 0 ? '' : address;
}
