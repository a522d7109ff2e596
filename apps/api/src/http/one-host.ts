import { type IncomingMessage } from 'node:http';
import { BadRequestError } from './bad-request.error.js';

/**
 * Two hosts in one request: proxies and servers each believe another one (RFC 9112 §3.2, RFC 9113 §8.3.1).
 * @throws BadRequestError
 */
export function assertOneHost({ rawHeaders, headers }: IncomingMessage): void {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  const authority = headers[':authority'];
  const differs = hosts > 0 && authority !== undefined && headers.host !== authority;
  if (hosts > 1 || differs) throw new BadRequestError('the request names more than one host', 'host');
}
