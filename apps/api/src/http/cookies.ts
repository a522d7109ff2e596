import { type IncomingHttpHeaders } from 'node:http';

export interface CookieOptions {
  path: string;
  /** Seconds; 0 removes it. */
  maxAge: number;
  sameSite: 'Strict' | 'Lax' | 'None';
  secure: boolean;
  /** Kept apart for each page that frames us. */
  partitioned?: boolean;
}

/** A cookie that no script can read. */
export function cookie(name: string, value: string, options: CookieOptions): string {
  const { path, maxAge, sameSite, secure, partitioned = false } = options;
  const flags = `${secure ? '; Secure' : ''}${partitioned ? '; Partitioned' : ''}`;
  return `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=${sameSite}${flags}`;
}

/** A cookie of ours; undefined where there is none, or what it holds is none of our tokens. */
export function readCookie({ cookie: header }: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at === -1 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return /^[A-Za-z0-9]{1,64}$/.test(value) ? value : undefined;
  }
  return undefined;
}
