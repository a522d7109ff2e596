import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const IMAGES = join(ROOT, 'docs/images');
const LARGEST = 150 * 1_024;
/** Every clone has all of them. */
const ALL_TOGETHER = 3 * 1_024 * 1_024;

const PAGES = ['README.md', 'CONTRIBUTING.md', ...markdownBelow('docs'), ...markdownBelow('packages')];
const PICTURES = readdirSync(IMAGES).map((file) => join(IMAGES, file));

function markdownBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join(folder, file));
}

/** Files of pictures that a page names, from the root. */
const shownOn = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/(?:src|srcset)="([^":]+)"|!\[[^\]\n]*\]\(([^):\s]+)\)/g)].map(
    ([, attribute, link]) => join(ROOT, dirname(page), attribute ?? link!),
  );

/** `npm run docs:screenshots` makes the pictures. */
describe('the pictures of the documentation', () => {
  const shown = new Set(PAGES.flatMap(shownOn));

  it('exist, wherever a page shows one', () => {
    expect([...shown].filter((file) => !existsSync(file)).map((file) => relative(ROOT, file))).toEqual([]);
  });

  it('are shown on a page, each of them', () => {
    expect(PICTURES.filter((file) => !shown.has(file)).map((file) => relative(ROOT, file))).toEqual([]);
  });

  it('begin with the portal in the README, light and dark', () => {
    const first = shownOn('README.md')
      .slice(0, 2)
      .map((file) => relative(ROOT, file));
    expect(first).toEqual(['docs/images/portal-set-up-dark.png', 'docs/images/portal-set-up-light.png']);
  });

  it('are small', () => {
    const sizes = PICTURES.map((file) => statSync(file).size);
    expect(PICTURES.filter((_, at) => sizes[at]! > LARGEST).map((file) => relative(ROOT, file))).toEqual([]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(ALL_TOGETHER);
  });
});
