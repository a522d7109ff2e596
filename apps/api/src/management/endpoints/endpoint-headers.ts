import { type SecretCipher } from '#persistence';

export const MASK = '••••';

/** An endpoint's custom headers as they are stored: encrypted, for they carry credentials. */
export function sealHeaders(headers: Record<string, string>, cipher: SecretCipher): Buffer | null {
  return Object.keys(headers).length === 0 ? null : cipher.encrypt(JSON.stringify(headers));
}

export function openHeaders(sealed: Buffer | null, cipher: SecretCipher): Record<string, string> {
  return sealed === null ? {} : (JSON.parse(cipher.decrypt(sealed)) as Record<string, string>);
}

/** What a client sends back as it was shown keeps its value; a masked header that was never stored has none. */
export function mergeHeaders(given: Record<string, string>, stored: Record<string, string>): Record<string, string> {
  const merged = Object.entries(given).map(([name, value]) => [name, value === MASK ? stored[name] : value] as const);
  return Object.fromEntries(merged.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
