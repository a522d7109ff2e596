import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { frameAncestors, plainPage, plainPageHeaders } from './plain-page.js';
import { PORTAL_BUILD } from './portal-build.js';

/** Stands in index.html wherever a nonce is wanted. */
const PLACEHOLDER = '__CSP_NONCE__';

const NOT_BUILT = plainPage(
  'The pages are not built',
  '<section><p>Run <code>npm run build</code>, and start Rollcall again.</p></section>',
);

/** The one page of the app, which shows the portal or the dashboard by its path. */
@Injectable()
export class AppPage {
  private html: Promise<string | undefined> | undefined;

  constructor(private readonly directory: string = PORTAL_BUILD) {}

  /** @param framedBy the origins that may show the page in a frame */
  async send(reply: FastifyReply, framedBy: readonly string[] = []): Promise<void> {
    const html = await (this.html ??= this.read());
    if (html === undefined) {
      // Somebody may build while this runs.
      this.html = undefined;
      void reply.status(503).headers(plainPageHeaders()).send(NOT_BUILT);
      return;
    }
    const nonce = randomBytes(18).toString('base64');
    void reply
      .status(200)
      .headers({ 'content-type': 'text/html; charset=utf-8', ...appHeaders(nonce, framedBy) })
      .send(html.replaceAll(PLACEHOLDER, nonce));
  }

  private async read(): Promise<string | undefined> {
    try {
      return await readFile(join(this.directory, 'index.html'), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Scripts are files of ours; styles are, too, and those that the component library makes carry the nonce. */
export function appHeaders(nonce: string, framedBy: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors(framedBy)}`,
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'clipboard-write=(self)',
    // A page that was framed by another could not speak to it.
    ...(framedBy.length === 0 && { 'cross-origin-opener-policy': 'same-origin' }),
    'cache-control': 'no-store',
  };
}
