import { describe, expect, it } from 'vitest';
import { CsvFaultsError } from './csv-faults.js';
import { csvGroups } from './csv-groups.js';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

/** The names of the groups with their members, parts of one added up. */
async function read(text: string): Promise<Record<string, string[]>> {
  const groups: Record<string, string[]> = {};
  for await (const page of csvGroups(bytesOf(text), {}))
    for (const { externalId, members } of page) groups[externalId] = [...(groups[externalId] ?? []), ...members];
  return groups;
}

it('one name in several spellings is one group, named as the file has it first, however long the file is', async () => {
  const many = Array.from({ length: 600 }, (_, at) => `Other,${at}`).join('\n');
  const groups = await read(`group,member\nSales,1\n\u00C9quipe,1\n${many}\nsales,2\nE\u0301QUIPE,2\n`);
  expect(groups).toMatchObject({ Sales: ['1', '2'], '\u00C9quipe': ['1', '2'] });
  expect(Object.keys(groups)).toHaveLength(3);
});

it('a member is an id as it is written, or an address in any spelling', async () => {
  expect(await read('Group,MEMBER\nA,Id7\nA,JOSE\u0301@acme.com\nA,a\uFF20acme.com\nEmpty,\n')).toEqual({
    A: ['Id7', 'jos\u00E9@acme.com', 'a@acme.com'],
    Empty: [],
  });
});

describe('a file is refused, with line and column, for', () => {
  const LONG = 'x'.repeat(4_000);
  it.each([
    ['a long group', `${LONG},1`, { line: 3, column: 1, message: expect.stringContaining('"group": longer than') }],
    ['a long member', `A,${LONG}`, { line: 3, column: 2, message: expect.stringContaining('"member": longer than') }],
    [
      'a group and a member that are long together',
      `${'g'.repeat(1_400)},${'m'.repeat(1_400)}`,
      { line: 3, column: 2, message: expect.stringContaining('"group" and "member" together: longer than') },
    ],
    ['a NUL', 'A,a\0b', { line: 3, column: 2, message: expect.stringContaining('NUL') }],
    ['no group', ',1', { line: 3, column: 1, message: 'has no group' }],
    ['too few cells', 'A', { line: 3, column: null, message: expect.stringContaining('1 cells') }],
  ])('%s', async (_what, row, fault) => {
    const error = await read(`group,member\nA,1\n${row}\n`).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(CsvFaultsError);
    expect((error as CsvFaultsError).faults).toEqual([fault]);
  });
});
