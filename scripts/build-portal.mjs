// The pages: Vite builds them, each asset gets its compressed twins, and a first load that is too large fails the build.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from './prepare.mjs';

const KIB = 1_024;
/** The most that a browser may load, compressed by gzip: before the first page is there, and for one page more. */
const LIMITS = { first: 270 * KIB, page: 60 * KIB, chart: 90 * KIB };
const COMPRESSED = /\.(?:js|css|html|svg|json)$/;

export async function buildPortal() {
  // Vite keeps what is set, and a test sets `test`: the pages would be built with the React of development.
  process.env.NODE_ENV = 'production';
  await build({ configFile: join(root, 'apps/portal/vite.config.ts'), logLevel: 'warn' });
  const directory = join(root, 'dist/portal');
  const sizes = compress(directory);
  const manifest = JSON.parse(readFileSync(join(directory, '.vite/manifest.json'), 'utf8'));
  return tooLarge(manifest, sizes);
}

/** Writes `.gz` and `.br` beside each asset; answers the sizes as gzip. The page itself gets a nonce and stays as it is. */
function compress(directory) {
  const sizes = new Map();
  for (const file of readdirSync(join(directory, 'assets'))) {
    if (!COMPRESSED.test(file)) continue;
    const path = join(directory, 'assets', file);
    const content = readFileSync(path);
    const gzipped = gzipSync(content, { level: 9 });
    writeFileSync(`${path}.gz`, gzipped);
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    sizes.set(`assets/${file}`, gzipped.length);
  }
  return sizes;
}

function tooLarge(manifest, sizes) {
  const weigh = (files) => [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
  const entry = manifest['index.html'];
  const shared = filesOf(manifest, 'index.html');
  const complaints = [];
  const lines = [];
  const faces = entry.dynamicImports.filter((name) => name.endsWith('face.tsx'));
  for (const face of faces) {
    const first = new Set([...shared, ...filesOf(manifest, face)]);
    // The first page of a visit comes with the frame.
    const pages = manifest[face].dynamicImports ?? [];
    const weights = pages.map((page) => [page, weigh([...filesOf(manifest, page)].filter((file) => !first.has(file)))]);
    const [heaviest, weight] = weights.sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
    const total = weigh(first) + weight;
    lines.push(`${face}: first load ${kib(total)} KiB, of them ${kib(weight)} of ${heaviest}`);
    if (total > LIMITS.first) complaints.push(`${face}: ${kib(total)} KiB are more than ${kib(LIMITS.first)}`);
    for (const [page, size] of weights) {
      const limit = page.includes('chart') ? LIMITS.chart : LIMITS.page;
      if (size > limit) complaints.push(`${page}: ${kib(size)} KiB are more than ${kib(limit)}`);
    }
  }
  return { lines, complaints };
}

/** A chunk, what it imports at once, and their styles. */
function filesOf(manifest, name, found = new Set()) {
  const chunk = manifest[name];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const style of chunk.css ?? []) found.add(style);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, found);
  return found;
}

const kib = (bytes) => Math.round(bytes / KIB);
