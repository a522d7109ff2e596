import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const MIB = 1_048_576;
/** A Bulk request may have 8 MiB; all of a directory that are in work together, 32 MiB. */
const LARGE_BYTES = 7 * MIB;

let app: ManagementClient;
const sessions: ClientHttp2Session[] = [];
beforeAll(async () => (app = await ManagementClient.start()));
afterEach(() => sessions.splice(0).forEach((session) => session.destroy()));
afterAll(() => app.stop());

/** A Bulk request that does not end yet, and does not say how long it will be. */
async function begin(directory: {
  directoryId: string;
  secret: string;
}): Promise<{ stream: ClientHttp2Stream; answer(): IncomingHttpHeaders | undefined }> {
  const session = connect(app.api.url).on('error', () => {});
  sessions.push(session);
  const stream = session.request({
    ':method': 'POST',
    ':path': `/directory/${directory.directoryId}/scim/v2/Bulk`,
    authorization: `Bearer ${directory.secret}`,
    'content-type': 'application/scim+json',
  });
  let answer: IncomingHttpHeaders | undefined;
  stream.on('error', () => {}).on('response', (headers) => (answer = headers));
  stream.resume().write(Buffer.alloc(LARGE_BYTES, ' '));
  return { stream, answer: () => answer };
}

describe('the bodies of a directory that are in work', () => {
  it('are bounded together, whatever length they announce, and leave others alone', async () => {
    const [busy, quiet] = [await app.directory(), await app.directory()];
    const requests = await Promise.all(Array.from({ length: 7 }, () => begin(busy)));
    const refused = () => requests.map(({ answer }) => answer()).filter((answer) => answer !== undefined);
    await until(() => expect(refused().length).toBeGreaterThanOrEqual(3));
    for (const answer of refused()) {
      expect(answer[':status']).toBe(503);
      expect(Number(answer['retry-after'])).toBeGreaterThan(0);
    }
    expect(await app.user(quiet, 'ada@example.com')).toMatch(/^diruser_/);
    // Small ones of the same directory, too.
    expect(await app.user(busy, 'grace@example.com')).toMatch(/^diruser_/);
    sessions.splice(0).forEach((session) => session.destroy());
    // What went away takes no room, as soon as the api has noticed.
    await until(async () => {
      const next = await Promise.all(Array.from({ length: 4 }, () => begin(busy)));
      const answers = next.map(async ({ stream }) => {
        const response = once(stream, 'response') as Promise<[IncomingHttpHeaders]>;
        stream.end('{}');
        return (await response)[0][':status'];
      });
      const statuses = await Promise.all(answers);
      sessions.splice(0).forEach((session) => session.destroy());
      // Read whole, and found to be no Bulk request.
      expect(statuses).toEqual([400, 400, 400, 400]);
    });
  });
});
