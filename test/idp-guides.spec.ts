import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupData, toProfile, type GroupRecord } from '#directory';
import { applyPatch, GROUP, parsePatch, parsePath, resolvePath, type ResourceType, USER } from '#scim';
import { DIRECTORY_PROVIDERS } from '../apps/api/src/management/directories/directory-types.js';

const GUIDES = 'docs/idp';
const FIXTURES = 'test/fixtures/idp';
/** What a pulled directory is tested against. */
const EMULATORS = 'test/emulators';
const KEYS = ['vendor', 'directory_provider', 'title', 'tested', 'connection'];
const SECTIONS = [
  'Before you begin',
  'Steps',
  'Attributes',
  'What to expect',
  'Test the connection',
  'Known limits',
  'When something goes wrong',
];
const CHANGES = ['Create', 'Update', 'Deactivate', 'Reactivate', 'Delete', 'Groups', 'Timing'];
const BASE_URL = '{public}/directory/{dir}/scim/v2';

const files = readdirSync(GUIDES).filter((file) => !['README.md', 'rules.md'].includes(file));
const index = readFileSync(join(GUIDES, 'README.md'), 'utf8');

/** The rows of the first table in `text`, without its head; `\|` is not used in these pages. */
function rows(text: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('| --- |'));
  if (start < 0) return [];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** `text` by its headings of one level; code blocks hold no headings in these pages. */
function sections(text: string, level: string): Map<string, string> {
  const parts = text.split(new RegExp(`^${level} (.+)$`, 'm')).slice(1);
  return new Map(parts.flatMap((part, at) => (at % 2 === 0 ? [[part, parts[at + 1] ?? ''] as const] : [])));
}

function frontMatter(text: string): Map<string, string> {
  const [, matter = ''] = /^---\n(.*?)\n---\n/s.exec(text) ?? [];
  return new Map(matter.split('\n').map((line) => line.split(': ', 2) as [string, string]));
}

const codes = (cell: string | undefined): string[] => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

function attributeRows(text: string, table: string): { path: string; fields: string[] }[] {
  const attributes = sections(sections(text, '##').get('Attributes')!, '###').get(table)!;
  return rows(attributes).map(([, path, fields]) => ({ path: codes(path)[0]!, fields: codes(fields) }));
}

/** What the resource is after a client has written `value` at `path`. */
function written(path: string, value: unknown) {
  return applyPatch(USER, { userName: 'somebody' }, parsePatch(USER, { Operations: [{ op: 'add', path, value }] }));
}

function fieldOf(profile: object, field: string): unknown {
  return field.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], profile);
}

function expectPath(path: string, type: ResourceType): void {
  expect(resolvePath(path.replace(/\[.*?\]/, ''), type), path).not.toBeTypeOf('string');
  expect(() => parsePath(path, type), path).not.toThrow();
}

/** Every text of the sources that could be an error's detail, as a pattern: what is put in at run time is an ellipsis in the guides. */
const details = ['libs', 'apps/api/src']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .flatMap((name) => [...readFileSync(name, 'utf8').matchAll(/'([^'\n]{12,})'|`([^`\n]{12,})`/g)])
  .map(([, plain, template]) => (plain ?? template!).split(/\$\{.*?\}/))
  .filter((parts) => parts.join('').trim().length >= 10)
  .map(
    (parts) =>
      new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.+')}$`),
  );

describe('the index of guides', () => {
  it('lists every guide once, with its connection', () => {
    const listed = rows(index).map((row) => [/\(([^)]+)\)/.exec(row.at(-1)!)?.[1], row[1]]);
    const present = files.map((file) => [
      file,
      frontMatter(readFileSync(join(GUIDES, file), 'utf8')).get('connection'),
    ]);
    expect(listed.toSorted()).toEqual(present.toSorted());
  });
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(GUIDES, file), 'utf8');
  const matter = frontMatter(text);
  const bySection = sections(text, '##');
  const pull = matter.get('connection') === 'pull';

  it('says in its front matter what it is about', () => {
    expect([...matter.keys()]).toEqual(KEYS);
    expect(`${matter.get('vendor')}.md`).toBe(file);
    expect(DIRECTORY_PROVIDERS).toContain(matter.get('directory_provider'));
    expect(matter.get('title')).toBeTruthy();
    expect(['scim', 'pull']).toContain(matter.get('connection'));
    expect(readdirSync(join(pull ? EMULATORS : FIXTURES, matter.get('tested')!)).length).toBeGreaterThan(0);
  });

  it('has the sections of every guide, in order', () => {
    expect([...bySection.keys()]).toEqual(SECTIONS);
    for (const [name, content] of bySection) expect(content.trim(), name).not.toBe('');
    expect([...sections(bySection.get('Attributes')!, '###').keys()]).toEqual(['Users', 'Groups']);
    const numbers = [...bySection.get('Steps')!.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(numbers.length).toBeGreaterThan(0);
    expect(rows(bySection.get('What to expect')!).map(([change]) => change)).toEqual(
      CHANGES.map((name) => `**${name}**`),
    );
  });

  it('gives the values to enter, and a command to try them', () => {
    const steps = bySection.get('Steps')!.replaceAll(/\s+/g, ' ');
    expect(steps.includes(BASE_URL) && steps.includes('{secret}')).toBe(!pull);
    expect(bySection.get('Test the connection')!.includes(`curl -sS '${BASE_URL}/Users`)).toBe(!pull);
  });

  it('names paths that resolve', () => {
    const users = attributeRows(text, 'Users');
    expect(users.length).toBeGreaterThan(3);
    for (const { path } of users) expectPath(path, USER);
    for (const { path } of attributeRows(text, 'Groups')) expectPath(path, GROUP);
  });

  it('names the fields where the values of users really land', () => {
    const outsideProfile: Record<string, string> = { external_id: 'externalId', active: 'active' };
    for (const { path, fields } of attributeRows(text, 'Users')) {
      expect(fields.length, path).toBeGreaterThan(0);
      for (const field of fields) {
        if (field === 'raw_attributes') expect(JSON.stringify(written(path, 'value')), path).toContain('"value"');
        else if (field in outsideProfile) expect(path).toBe(outsideProfile[field]);
        else
          expect([fieldOf(toProfile(written(path, 'a value')), field)].flat(), `${path} -> ${field}`).toEqual([
            'a value',
          ]);
      }
    }
  });

  it('names the fields of groups', () => {
    const group = { id: '', displayName: '', externalId: null, resource: {}, version: 1 } as unknown as GroupRecord;
    const known = [...Object.keys(groupData(group, { organizationId: '', directoryId: '' })), 'groups'];
    const fields = attributeRows(text, 'Groups').flatMap((row) => row.fields);
    expect(fields).toEqual(expect.arrayContaining(['display_name', 'groups']));
    for (const field of fields) expect(known).toContain(field);
  });

  it('quotes errors that Rollcall answers', () => {
    const problems = rows(bySection.get('When something goes wrong')!);
    expect(problems.length).toBeGreaterThan(0);
    const quoted = problems.flatMap(([seen]) => codes(seen)).filter((code) => code.includes(' '));
    expect(quoted.length).toBeGreaterThan(0);
    for (const code of quoted)
      expect(
        details.some((detail) => detail.test(code)),
        code,
      ).toBe(true);
  });

  it('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, target]) => target!);
    for (const target of targets) expect(existsSync(join(GUIDES, target)), target).toBe(true);
  });
});
