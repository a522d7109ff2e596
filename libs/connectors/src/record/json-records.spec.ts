import { describe, expect, it } from 'vitest';
import { IncompleteJsonError, jsonRecords } from './json-records.js';

async function read(text: string, key: string, size: number): Promise<unknown[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const records: unknown[] = [];
  for await (const some of jsonRecords(pieces(), key)) records.push(...some);
  return records;
}

const SIZES = [1, 2, 3, 7, 64, 10_000];

describe('the records of a listing', () => {
  it.each(SIZES)('are the elements of the array, in pieces of %i bytes', async (size) => {
    const records = [
      { id: '1', name: 'Zoë "Z" \\ {[' },
      { id: '2', list: [{ employees: [1] }, []] },
      {},
      'text, with ] and "',
      7,
      null,
    ];
    const text = JSON.stringify(
      { fields: [{ id: 'employees' }], note: 'employees', employees: records, after: [1, 2] },
      null,
      1,
    );
    expect(await read(text, 'employees', size)).toEqual(records);
  });

  it.each(SIZES)('are none in an empty array, in pieces of %i bytes', async (size) => {
    expect(await read('{ "employees" : [ ] }\n', 'employees', size)).toEqual([]);
  });

  it.each(SIZES)('may be in an object within, under one of several names, in pieces of %i bytes', async (size) => {
    const text =
      '{"a":["employees",["x"]],"data":{"n":"employees","t":[0],"people":[{"employees":[1]},2]},"people":[3]}';
    expect(await read(text, 'people', size)).toEqual([{ employees: [1] }, 2]);
    expect(await read(text.replace('"people"', '"wd:people"'), 'wd:people', size)).toEqual([{ employees: [1] }, 2]);
    await expect(read(text, 'employees', size)).rejects.toThrow(IncompleteJsonError);
  });

  it('may follow a byte order mark', async () => {
    expect(await read('\uFEFF{"employees":[1]}', 'employees', 2)).toEqual([1]);
  });

  it('are refused wherever the text is cut off', async () => {
    const text = '{"fields":[{"id":"a"}],"employees":[{"id":"1","b":"x]"},{"id":"2"}]}';
    for (let length = 0; length < text.length; length += 1)
      await expect(read(text.slice(0, length), 'employees', 5), text.slice(0, length)).rejects.toThrow(
        IncompleteJsonError,
      );
  });

  it.each([
    ['a text that is no object', '[1,2]'],
    ['a page of HTML', '<html>{"employees":[]}'],
    ['an object without the array', '{"error":"x"}'],
    ['something else in the place of the array', '{"employees":{"id":"1"}}'],
    ['a damaged record', '{"employees":[{"id":}]}'],
    ['more behind the end', '{"employees":[]}{"employees":[]}'],
  ])('are refused in %s', async (_what, text) => {
    await expect(read(text, 'employees', 4)).rejects.toThrow(IncompleteJsonError);
  });
});
