import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { explainRefusal } from '../src/directory/guide/explain-refusal';
import { PROVIDERS } from '../src/directory/providers';
import { compileGuide } from './compile-guide';
import { parseInline, plainText } from './inline';

const directory = fileURLToPath(new URL('../../../docs/idp/', import.meta.url));
const names = readdirSync(directory)
  .filter((file) => file.endsWith('.md') && !['README.md', 'rules.md'].includes(file))
  .map((file) => file.slice(0, -3));
const guide = (name: string) => compileGuide(name, readFileSync(`${directory}${name}.md`, 'utf8'));

describe('a guide', () => {
  it.each(names)('of %s is read as a whole', (name) => {
    const { title, provider, before, steps, test, refusals, expect: rows } = guide(name);
    expect([title, provider].every((text) => text !== '')).toBe(true);
    for (const part of [before, steps, test, refusals, rows]) expect(part.length).toBeGreaterThan(0);
    for (const pieces of [...before, ...steps, ...test]) expect(plainText(pieces)).not.toMatch(/\*\*|\]\(|`/);
  });

  it('has a page for each provider with a tile', () => {
    for (const { guide: page } of PROVIDERS) expect(names).toContain(page);
  });

  it('knows where the real values go', () => {
    expect(parseInline('Enter `{public}/directory/{dir}/scim/v2` and **the `{secret}`**, see [x](y.md).')).toEqual([
      { kind: 'text', text: 'Enter ' },
      { kind: 'value', name: 'endpoint', text: '{public}/directory/{dir}/scim/v2' },
      { kind: 'text', text: ' and ' },
      { kind: 'strong', text: 'the ' },
      { kind: 'value', name: 'secret', text: '{secret}' },
      { kind: 'text', text: ', see x.' },
    ]);
  });

  it('keeps the lines of a block in a step, and goes on after it', () => {
    const { steps } = guide('onelogin');
    const at = steps.findIndex((pieces) => pieces.some(({ kind }) => kind === 'block'));
    const block = steps[at]!.at(-1)!;
    expect(block.kind).toBe('block');
    expect(JSON.parse(block.text)).toMatchObject({ userName: '{$parameters.scimusername}' });
    expect(block.text.split('\n')[1]).toMatch(/^ {2}"/);
    expect(steps.length).toBeGreaterThan(at + 1);
  });

  it('explains a refusal of the request log', () => {
    const okta = guide('okta');
    const taken = explainRefusal(okta, 409, 'userName "***" is taken in this directory');
    expect(plainText(taken!.do)).toContain('Find the user who has this userName');
    const wrong = 'the bearer token is wrong, revoked or expired, or belongs to another directory';
    expect(plainText(explainRefusal(okta, 401, wrong)!.do)).toContain('Copy the URL and the secret again');
    expect(explainRefusal(okta, 200, null)).toBeUndefined();
    expect(explainRefusal(okta, 400, 'no such row')).toBeUndefined();
  });
});
