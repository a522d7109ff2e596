import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type TypeScript from 'typescript';
import { describe, expect, it } from 'vitest';
import { pumpsOf } from './support/pumps.js';

const ts = createRequire(import.meta.url)('typescript') as typeof TypeScript;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Regular expressions that see nothing but our own constants, with the reason. */
const OWN_TEXT_ONLY: Record<string, string> = {
  'libs/config/src/readings.ts': 'reads the environment, which the operator writes, once at the start',
};

function sources(): string[] {
  return ['apps/api', 'apps/worker', 'libs'].flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => `${folder}/${file}`),
  );
}

interface Literal {
  where: string;
  pattern: RegExp;
}

function literals(): Literal[] {
  const found: Literal[] = [];
  for (const file of sources()) {
    const text = readFileSync(ROOT + file, 'utf8');
    if (!text.includes('/')) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: TypeScript.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const flags = node.text.slice(end + 1).replace('g', '');
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        found.push({ where: `${file}:${line} ${node.text}`, pattern: new RegExp(node.text.slice(1, end), flags) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** Milliseconds of the fastest of several tries: load makes one slow, and none fast. */
function fastest(pattern: RegExp, text: string, enough: number): number {
  let best = Infinity;
  for (let run = 0; run < 4 && best > enough; run++) {
    const begin = performance.now();
    pattern.lastIndex = 0;
    pattern.test(text);
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

const LENGTH = 4_000;
/** What is faster on the longer text can be of no harm. */
const HARMLESS_MS = 1.5;
/** Four times the text takes 4 times as long where the work is linear, and 16 times or more where it is not. */
const SUSPICIOUS = 9;

/** The text on which the time grows faster than the text does; undefined where there is none. */
function superLinear(pattern: RegExp, length = LENGTH): string | undefined {
  for (const { pump, head, tail } of pumpsOf(pattern.source)) {
    const text = (size: number) => head + pump.repeat(Math.ceil(size / pump.length)) + tail;
    // Exponential growth shows in a text this short, and would never end in a longer one.
    if (fastest(pattern, text(24), 5) > 20) return `${pump} × 24`;
    if (fastest(pattern, text(400), HARMLESS_MS) > 20) return `${pump} × 400`;
    const long = fastest(pattern, text(length * 4), HARMLESS_MS);
    if (long <= HARMLESS_MS) continue;
    const grows = () =>
      fastest(pattern, text(length * 4), HARMLESS_MS) / fastest(pattern, text(length), 0) > SUSPICIOUS;
    // Three times: a machine that is busy with something else for a moment is no growth.
    if (grows() && grows() && grows()) return JSON.stringify({ head, pump, tail });
  }
  return undefined;
}

describe('regular expressions of the servers', () => {
  it('are linear on every text', () => {
    const all = literals();
    expect(all.length).toBeGreaterThan(50);
    const bad = all
      .filter(({ where }) => !Object.keys(OWN_TEXT_ONLY).some((known) => where.startsWith(known)))
      .map(({ where, pattern }) => ({ where, pump: superLinear(pattern) }))
      .filter(({ pump }) => pump !== undefined);
    expect(bad.map(({ where, pump }) => `${where} on ${pump}`)).toEqual([]);
  }, 300_000);

  it.each([/(a+)+$/, /\{\{\s*(.*?)\s*\}\}/, /\s*(in JSON|".*").*$/, /^(\w+\s?)*$/])(
    'would be found where they are not: %s',
    (pattern) => {
      // Their work grows at once: shorter texts show it as well, and in a tenth of the time.
      expect(superLinear(pattern, 1_000)).toBeDefined();
    },
    60_000,
  );
});
