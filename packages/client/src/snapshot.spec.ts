import { describe, expect, it } from 'vitest';
import { SnapshotCutError } from './snapshot-cut-error.js';
import { Snapshot } from './snapshot.js';

const HEAD = '{"sequence":4,"after":"evt_1"}\n';
const GROUP = '{"object":"DirectoryGroup","id":"dirgroup_1"}\n';
const USER = '{"object":"DirectoryUser","id":"diruser_1","name":"Zoë"}\n';
const END = '{"object":"End","groups":1,"users":1}\n';

/** A byte at a time, so that every line and every character is cut somewhere. */
async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
}

async function read(text: string): Promise<unknown[]> {
  const lines = [];
  for await (const line of await Snapshot.open(bytes(text))) lines.push(line);
  return lines;
}

describe('Snapshot', () => {
  it('says where it begins, and gives everybody', async () => {
    const snapshot = await Snapshot.open(bytes(HEAD + GROUP + USER + END));
    expect(snapshot).toMatchObject({ sequence: 4, after: 'evt_1' });
    expect(await read(HEAD + GROUP + USER + END)).toEqual([
      { object: 'DirectoryGroup', id: 'dirgroup_1' },
      { object: 'DirectoryUser', id: 'diruser_1', name: 'Zoë' },
    ]);
  });

  it.each([
    ['nothing at all', ''],
    ['no last line', HEAD + GROUP + USER],
    ['half a line', HEAD + GROUP + USER.slice(0, 20)],
    ['too few lines', HEAD + GROUP + END],
    ['too many lines', HEAD + GROUP + USER + USER + END],
  ])('notices %s', async (_what, text) => {
    await expect(read(text)).rejects.toBeInstanceOf(SnapshotCutError);
  });

  it('lets go of the stream when nobody reads on', async () => {
    let released = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from(HEAD);
        for (;;) yield Buffer.from(USER);
      } finally {
        released = true;
      }
    }
    for await (const line of await Snapshot.open(endless())) if (line.object === 'DirectoryUser') break;
    expect(released).toBe(true);
  });
});
