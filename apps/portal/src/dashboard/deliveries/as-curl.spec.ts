import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asCurl } from './as-curl';

describe('asCurl', () => {
  it('is read by a shell as exactly the request', () => {
    const body = `{"name":"O'Hara $(id) \`id\` \\\\ \\n"}`;
    const command = asCurl({ url: "https://app.example/?a='b'", headers: { 'webhook-id': 'evt_1' }, body });
    const shown = execFileSync('sh', ['-c', `${command.replace('curl', "printf '%s\\0'")}`], { encoding: 'utf8' });
    expect(shown.split('\0').slice(0, -1)).toEqual([
      '-X',
      'POST',
      "https://app.example/?a='b'",
      '-H',
      'webhook-id: evt_1',
      '--data-raw',
      body,
    ]);
  });
});
