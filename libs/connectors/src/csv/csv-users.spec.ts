import { describe, expect, it } from 'vitest';
import { type StagedUser } from '../reconcile/staged.js';
import { CsvFaultsError } from './csv-faults.js';
import { type CsvSettings } from './csv-rows.js';
import { csvUsers } from './csv-users.js';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function read(text: string, settings: CsvSettings = {}): Promise<StagedUser[]> {
  const users: StagedUser[] = [];
  for await (const page of (await csvUsers(bytesOf(text), settings)).pages) users.push(...page);
  return users;
}

/** What the file is refused for, as `line 2, column 1: …`. */
async function refusal(text: string): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    if (!(error instanceof CsvFaultsError)) return (error as Error).message;
    return error.faults.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`).join('; ');
  }
  return '';
}

const [COMPOSED, DECOMPOSED] = ['jos\u00E9@acme.com', 'jose\u0301@acme.com'];
const LONG = 'x'.repeat(4_000);

describe('somebody without an id', () => {
  it.each([
    ['in another letter case', 'ADA@acme.com', 'ada@ACME.com'],
    ['with a composed and a decomposed letter', COMPOSED, DECOMPOSED],
    ['with sharp s and SS', 'stra\u00DFe@acme.com', 'STRASSE@acme.com'],
    ['in full-width letters', 'ada@acme.com', '\uFF41\uFF44\uFF41\uFF20acme.com'.replace('\uFF20', '@')],
  ])('is the same by an address %s', async (_what, one, other) => {
    const [[first], [second]] = [await read(`email\n${one}\n`), await read(`email\n${other}\n`)];
    expect(second!.externalId).toBe(first!.externalId);
    // As sent.
    expect(second!.resource).toMatchObject({ userName: other });
    expect(await refusal(`email\n${one}\n${other}\n`)).toBe('line 3, column null: is the same person as line 2');
  });
});

it('an id is compared as it is written', async () => {
  expect((await read('id,email\na7,a@acme.com\nA7,b@acme.com\n')).map(({ externalId }) => externalId)).toEqual([
    'a7',
    'A7',
  ]);
});

describe('a header', () => {
  it.each([
    ['\uFF25\uFF0D\uFF2D\uFF21\uFF29\uFF2C', 'a@acme.com'],
    [' E_Mail ', 'a@acme.com'],
  ])('%j is the field that it is in any spelling', async (header, email) => {
    expect(await read(`id,${header}\n1,${email}\n`)).toMatchObject([{ resource: { emails: [{ value: email }] } }]);
  });

  it.each([
    ['Pr\u00E9nom', 'Pre\u0301nom'],
    ['Stra\u00DFe', 'STRASSE'],
    ['\u0130sim', 'i\u0307sim'],
    ['\uFF2E\uFF41\uFF4D\uFF45', 'name'],
  ])('%j is found by the name %j', async (header, name) => {
    for (const [one, other] of [
      [header, name],
      [name, header],
    ])
      expect(await read(`email,${one}\na@acme.com,Ada\n`, { columns: { given_name: other! } })).toMatchObject([
        { resource: { name: { givenName: 'Ada' } } },
      ]);
  });
});

describe('a file is refused, with line and column, for', () => {
  it.each([
    ['a long id', 'id,email', `${LONG},a@acme.com`, 'line 2, column 1: "id": longer than'],
    ['a long address', 'id,email', `1,${LONG}@acme.com`, 'line 2, column 2: "email": longer than'],
    ['a long address that is the id as well', 'email', `${LONG}@acme.com`, 'line 2, column 1: "email": longer than'],
    ['a long user name', 'id,email,user_name', `1,a@acme.com,${LONG}`, 'line 2, column 3: "user_name": longer than'],
    ['a NUL in a cell', 'id,email,title', '1,a@acme.com,a\0b', 'line 2, column 3: has a NUL character'],
    [
      'a NUL in a cell that is not read',
      'id,email,colour',
      '1,a@acme.com,a\0b',
      'line 2, column 3: has a NUL character',
    ],
    ['a NUL in a header', 'id,ema\0il', '1,a@acme.com', 'line 1, column 2: has a NUL character'],
  ])('%s', async (_what, header, row, expected) => {
    expect(await refusal(`${header}\n${row}\n`)).toContain(expected);
  });
});

it('what nobody is found by may be long', async () => {
  expect(await read(`id,email,title\n1,a@acme.com,${LONG}\n`)).toMatchObject([{ resource: { title: LONG } }]);
});
