import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { VERSION } from '#config';
import { REFERENCE_STYLE } from './api-reference-style.js';

const SCRIPT = '/docs/scalar.js';
const START = '/docs/start.js';

/** The page loads nothing from elsewhere and runs no inline script. The reference puts its own styles into the page. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Rollcall API</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body>
<noscript>This page needs JavaScript. The OpenAPI document is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<div id="reference"></div>
<script src="${SCRIPT}?v=${VERSION}"></script>
<script src="${START}?v=${VERSION}"></script>
</body>
</html>
`;

const OPTIONS = {
  url: '/openapi.json',
  // "Try it" speaks to the Rollcall that serves the page, whatever its public URL is.
  servers: [{ url: '__ORIGIN__', description: 'This Rollcall' }],
  theme: 'none',
  customCss: REFERENCE_STYLE,
  withDefaultFonts: false,
  layout: 'modern',
  hideClientButton: true,
  hideModels: false,
  showDeveloperTools: 'never',
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  documentDownloadType: 'json',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  defaultOpenFirstTag: true,
  orderRequiredPropertiesFirst: true,
  authentication: { preferredSecurityScheme: 'api-key' },
  persistAuth: false,
  metaData: { title: 'Rollcall API' },
};

const START_SCRIPT = `Scalar.createApiReference('#reference', JSON.parse(${JSON.stringify(JSON.stringify(OPTIONS))}.replace('__ORIGIN__', location.origin)));\n`;

/** A page at `/docs` that shows the OpenAPI document and tries its routes. Everything on the page is served from here. */
export function serveApiReference(fastify: FastifyInstance): void {
  fastify.get('/docs', (_request, reply) => reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(PAGE));
  fastify.get(START, (_request, reply) => send(reply, START_SCRIPT));
  fastify.get(SCRIPT, async (request, reply) => {
    const { plain, compressed } = await (reference ??= readReference());
    void reply.header('vary', 'accept-encoding').header('cache-control', 'public, max-age=86400');
    return takesGzip(request) ? send(reply.header('content-encoding', 'gzip'), compressed) : send(reply, plain);
  });
}

function send(reply: FastifyReply, body: string | Buffer): FastifyReply {
  return reply.header('x-content-type-options', 'nosniff').type('text/javascript; charset=utf-8').send(body);
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(headers['accept-encoding'] ?? '');
}

/** Read at the first request: most processes are never asked. */
let reference: Promise<{ plain: Buffer; compressed: Buffer }> | undefined;

async function readReference(): Promise<{ plain: Buffer; compressed: Buffer }> {
  const main = createRequire(import.meta.url).resolve('@scalar/fastify-api-reference');
  const plain = await readFile(join(dirname(main), 'js', 'standalone.js'));
  return { plain, compressed: await promisify(gzip)(plain) };
}
