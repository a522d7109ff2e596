import { type FastifyReply, type FastifyRequest } from 'fastify';
import { prefersHtml } from '../http/prefers-html.js';
import { escapeHtml, plainPage, plainPageHeaders } from './plain-page.js';

/** Below these, programs call: whoever asks is told in JSON. */
const OF_PROGRAMS = /^\/(?:api|directory|ssf|oauth|\.well-known|portal\/api)(?:[/?]|$)/;
const MOST_SHOWN = 200;

/** Whether a person opened the address in a browser. */
export function isOpenedInBrowser({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return !OF_PROGRAMS.test(url.replace(/\/{2,}/g, '/')) && prefersHtml(headers.accept);
}

/** Says where to go from an address that does not exist. */
export function sendUnknownPage({ url }: FastifyRequest, reply: FastifyReply): void {
  const path = url.split('?', 1)[0]!;
  const shown = path.length > MOST_SHOWN ? `${path.slice(0, MOST_SHOWN)}…` : path;
  const page = plainPage(
    'There is no page here',
    `<section><p>Rollcall has nothing at <code>${escapeHtml(shown)}</code>.</p></section>
<section>
<p><a href="/">Start page</a></p>
<p><a href="/dashboard">Dashboard</a>: organizations, directories and deliveries</p>
<p><a href="/docs">API reference</a>: every route, to try here</p>
<p>A link to the admin portal that you were given may be incomplete: copy the whole link, or ask for a new one.</p>
</section>`,
  );
  void reply
    .status(404)
    .headers({ ...plainPageHeaders(), vary: 'accept' })
    .send(page);
}
