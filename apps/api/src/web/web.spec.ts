import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.js';
import { serveAssets } from './assets.js';

let directory: string;
let server: FastifyInstance;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-web-'));
  server = fastify();
});
afterEach(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const build = () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__">');
  writeFileSync(join(directory, 'assets', 'main-a1B2_c3D.js'), 'let a;');
  writeFileSync(join(directory, 'assets', 'main-a1B2_c3D.js.br'), brotliCompressSync('let a;'));
  writeFileSync(join(directory, 'assets', 'color-scheme.js'), 'let b;');
};
const page = async (framedBy?: string[]) => {
  const app = new AppPage(directory);
  server.get('/', async (_request, reply) => {
    await app.send(reply, framedBy);
    return reply;
  });
  return await server.inject('/');
};

describe('the page of the app', () => {
  it('has a nonce of its own for each answer, and a policy that names it', async () => {
    build();
    const first = await page();
    const [, nonce] = /nonce="([^"]+)"/.exec(first.body)!;
    expect(first.body).toBe(`<script nonce="${nonce}"></script><style nonce="${nonce}">`);
    expect(first.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'cross-origin-opener-policy': 'same-origin' });
    expect((await server.inject('/')).body).not.toContain(nonce);
  });

  it('is framed by those that may', async () => {
    build();
    const { headers } = await page(['https://a.example', 'https://b.example']);
    expect(headers['content-security-policy']).toContain('frame-ancestors https://a.example https://b.example');
    expect(headers).not.toHaveProperty('cross-origin-opener-policy');
  });

  it('says how to build it where nobody has', async () => {
    const reply = await page();
    expect(reply.statusCode).toBe(503);
    expect(reply.body).toContain('npm run build');
    build();
    expect((await server.inject('/')).statusCode).toBe(200);
  });
});

describe('assets', () => {
  const get = (path: string, headers = {}) => server.inject({ url: `/assets/${path}`, headers });

  it('are kept for ever where their name has a hash, and sent as the build compressed them', async () => {
    build();
    await serveAssets(server, directory);
    const hashed = await get('main-a1B2_c3D.js', { 'accept-encoding': 'gzip, br' });
    expect(hashed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect((await get('main-a1B2_c3D.js')).body).toBe('let a;');
    expect((await get('color-scheme.js')).headers['cache-control']).toBe('no-cache');
    expect((await get('../index.html')).statusCode).toBe(404);
    expect((await get('none.js')).statusCode).toBe(404);
  });

  it('are none without a build', async () => {
    await serveAssets(server, directory);
    expect((await get('main-a1B2_c3D.js')).statusCode).toBe(404);
  });
});
