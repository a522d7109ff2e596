import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../', import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.|^text/.test(file))
  .map((file) => readFileSync(join(src, file), 'utf8'))
  .join('\n');

type Texts = { [key: string]: string | Texts };

function keys(texts: Texts, path: string[] = []): string[][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[...path, key]] : keys(text, [...path, key]),
  );
}

/** A key is used as it is, or made from the name of what it says: `health.${state}`. */
const isUsed = (path: string[]): boolean =>
  sources.includes(`'${path.join('.')}'`) ||
  path.slice(0, -1).some((_, at) => sources.includes(`\`${path.slice(0, at + 1).join('.')}.\${`));

// A text that is missing does not compile: the keys are types.
describe('the catalogue of texts', () => {
  it.each(readdirSync(join(src, 'text/en')))('%s holds nothing that no page shows', (file) => {
    const texts = JSON.parse(readFileSync(join(src, 'text/en', file), 'utf8')) as Texts;
    expect(
      keys(texts)
        .filter((path) => !isUsed(path))
        .map((path) => path.join('.')),
    ).toEqual([]);
  });
});
