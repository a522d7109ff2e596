import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** True for a URL of one of the schemes (without colon), with no fragment. */
export function isUrlOf(schemes: readonly string[], value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hash } = new URL(value);
  return schemes.includes(protocol.slice(0, -1)) && hash === '';
}

/** True for `10.0.0.0/8`, `fd00::/8` and for a single address, which is its own network. */
export function isCidr(value: string): boolean {
  const [address, prefix, ...rest] = value.split('/');
  const family = isIP(address ?? '');
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

export const isHost = (value: string): boolean =>
  isIP(value) !== 0 || /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(value);

/** True for a readable file with a PEM block of that label, e.g. `CERTIFICATE` or `PRIVATE KEY`. */
export function isPemFile(label: string, path: string): boolean {
  try {
    return new RegExp(`-----BEGIN ([A-Z]+ )*${label}-----`).test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
}

/** `ada@example.com` or `Ada Lovelace <ada@example.com>`. */
export const isMailbox = (value: string): boolean => /^([^<>\r\n]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(value);
