import { isIP } from 'node:net';
import { ownFetch } from './own-fetch.js';

/**
 * A link that signs one browser of this machine in to the dashboard. It is for a person at the terminal: nothing else may print it, as
 * what is printed elsewhere is kept.
 * @returns undefined where the api gives none
 */
export async function signInLink(url: string, apiKey: string): Promise<string | undefined> {
  const response = await ownFetch(`${url}/api/v1/sessions/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (!response.ok) return undefined;
  const { link } = (await response.json()) as { link: { location: string } };
  // By the address that this machine listens at, whatever name the world uses: the link works here alone.
  return new URL(new URL(link.location).pathname, url).href;
}

/** Whether Rollcall is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
}
