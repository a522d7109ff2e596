import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const LEGEND = 'docs/idp/rules.md';
const FOLDERS = ['apps', 'libs', 'packages', 'test'];
const ID =
  /\b(?:OKTA|ENTRA|OL|JC|PING|RIP|KC|AUTH|SP|GENERIC|GOOG|BHR|HIB|WD|LD)-[RT]\d+\b|\brule 19\.\d+(?:\.\d+|[a-z])?/g;

/** The ids that a text cites; `OL-R1 to R8` and `GENERIC-T8 to T10` are ranges. */
function cited(text: string): string[] {
  const ranges = [...text.matchAll(/\b([A-Z]+-[RT])(\d+) to [RT](\d+)\b/g)].flatMap(([, kind, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${kind}${Number(from) + at}`),
  );
  return [...ranges, ...(text.match(ID) ?? [])];
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
).filter(
  (name) => /\.(?:ts|json)$/.test(name) && !/node_modules|dist\//.test(name) && !name.endsWith('idp-rules.spec.ts'),
);

const legend = new Set([...readFileSync(LEGEND, 'utf8').matchAll(/^\| ([^|]+?) \|/gm)].map(([, id]) => id!));

it('explains every id that the code and the fixtures cite, and no other', () => {
  const ids = new Set(sources.flatMap((name) => cited(readFileSync(name, 'utf8'))));
  expect([...ids].filter((id) => !legend.has(id)).toSorted()).toEqual([]);
  const rules = [...legend].filter((id) => new RegExp(`^(?:${ID.source})$`).test(id));
  expect(rules.filter((id) => !ids.has(id)).toSorted()).toEqual([]);
});
