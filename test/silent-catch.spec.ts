import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const ABOVE = 3;

const SILENT = /\.catch\(\(\) => (\{\}|undefined)\)|\.on\('error', \(\) => \{\}\)|\bcatch( \(\w+\))? \{ *\}/;
const OPENS = /\bcatch( \(\w+\))? \{$/;
const COMMENT = /(^|\s)(\/\/|\/\*\*|\*) /;

/** Where an error disappears, and no comment above or inside says why. */
function silences(path: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const isEmptyBlock = OPENS.test(line) && /^\s*\}/.test(lines[at + 1] ?? '');
    if (!SILENT.test(line) && !isEmptyBlock) return [];
    return lines.slice(Math.max(0, at - ABOVE), at + 1).some((near) => COMMENT.test(near)) ? [] : [`${path}:${at + 1}`];
  });
}

describe('an error that disappears', () => {
  it('has a comment that says why', () => {
    const files = ['apps', 'libs', 'packages/client/src'].flatMap((directory) =>
      readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !/node_modules|generated/.test(file))
        .map((file) => join(directory, file)),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => silences(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it.each(['a.catch(() => {});', 'a.catch(() => undefined);', `a.on('error', () => {});`, 'try {\n} catch {\n}'])(
    'is found: %s',
    (text) => {
      expect(silences('x.ts', text)).toHaveLength(1);
      expect(silences('x.ts', `// The next look tries again.\n${text}`)).toEqual([]);
    },
  );
});
