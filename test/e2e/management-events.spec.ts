import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let first: Awaited<ReturnType<ManagementClient['directory']>>;
let second: Awaited<ReturnType<ManagementClient['directory']>>;
beforeAll(async () => {
  app = await ManagementClient.start();
  [first, second] = [await app.directory(), await app.directory()];
  for (let index = 0; index < 4; index++) {
    await app.user(first, `first-${index}`);
    await app.user(second, `second-${index}`);
  }
  await app.events('', 8);
});
afterAll(() => app.stop());

interface Event {
  id: string;
  type: string;
  data: { preferred_username: string };
}
const names = (reply: { body: { events: Event[] } }) => reply.body.events.map(({ data }) => data.preferred_username);
const inOrder = ['first-0', 'second-0', 'first-1', 'second-1', 'first-2', 'second-2', 'first-3', 'second-3'];

describe('the feed', () => {
  it('is read in commit order, page by page, nothing skipped and nothing twice', async () => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const reply = await app.feed(`after=${after}&limit=3`);
      expect(reply.status).toBe(200);
      expect(reply.body).not.toHaveProperty('latest_sequence');
      if (reply.body.events.length === 0) {
        expect(reply.body.next_after).toBe(after);
        break;
      }
      seen.push(...names(reply));
      after = reply.body.next_after;
    }
    expect(seen).toEqual(inOrder);
    expect(names(await app.feed('limit=0'))).toEqual(['first-0']);
  });

  it('advances over what is filtered out', async () => {
    const everything = (await app.feed('limit=1000')).body;
    const filtered = (await app.feed(`directory_id=${first.directoryId}`)).body;
    expect(names({ body: filtered })).toEqual(['first-0', 'first-1', 'first-2', 'first-3']);
    expect(filtered.latest_sequence).toBe(4);
    expect(filtered.next_after).toBe(everything.next_after);
    const page = (await app.feed(`directory_id=${first.directoryId}&limit=2`)).body;
    expect(page.next_after).toBe(page.events[1].id);
    const none = (await app.feed('types=organization.directory.group_created,rollcall.test')).body;
    expect(none).toEqual({ events: [], next_after: everything.next_after, has_more: false });
    expect(
      names(await app.feed(`organization_id=${second.organizationId}&types=organization.directory.user_created`)),
    ).toEqual(['second-0', 'second-1', 'second-2', 'second-3']);
  });

  it('serves nothing that an older transaction could still precede', async () => {
    const latest = (await app.feed()).body.next_after;
    const pg = (await import('pg')).default;
    const older = new pg.Client({ connectionString: app.database.url });
    await older.connect();
    await older.query('BEGIN; SELECT pg_current_xact_id()');
    await app.user(first, 'waiting');
    expect((await app.get(`events?after=${latest}`)).body).toEqual({ events: [], next_after: latest, has_more: false });
    await older.query('COMMIT');
    await older.end();
    await app.events(`after=${latest}`, 1);
    expect(names(await app.feed(`after=${latest}`))).toEqual(['waiting']);
  });

  it('shows the very event that webhooks carry', async () => {
    const [event] = (await app.feed('limit=1')).body.events as [Event];
    const [row] = await runSql<{ body: string }>(app.database.url, 'SELECT body FROM events WHERE id = $1', [event.id]);
    expect(JSON.stringify(event)).toBe(row!.body);
  });

  it('answers 410 to an event that is not kept any more, and 400 to what is none', async () => {
    const gone = await app.feed('after=evt_00000000000000000000000000');
    expect(gone.status).toBe(410);
    expect(gone.body.details[0].error_code).toBe('CURSOR_EXPIRED');
    for (const query of ['after=garbage', 'after=org_1', 'types=nothing.happened']) {
      const reply = await app.feed(`${query}`);
      expect(reply.status).toBe(400);
      expect(reply.body.details[0].field_violations[0].field).toBe(query.split('=')[0]);
    }
  });
});

describe('the history', () => {
  it('is listed newest first, both ways, with the page in the query or in the body', async () => {
    const filter = { organization_id: second.organizationId };
    const page = await app.post('events/paginated?page_size=3', filter);
    expect(page.status).toBe(200);
    expect(names(page)).toEqual(['second-3', 'second-2', 'second-1']);
    expect(page.body.prev_page_token).toBe('');
    const next = await app.post('events/paginated', { ...filter, page_size: 3, page_token: page.body.next_page_token });
    expect(names(next)).toEqual(['second-0']);
    expect(next.body.next_page_token).toBe('');
    const back = await app.post(`events/paginated?page_size=3&page_token=${next.body.prev_page_token}`, filter);
    expect(names(back)).toEqual(names(page));
  });

  it('is filtered by type, time and source', async () => {
    const [event] = (await app.feed(`directory_id=${first.directoryId}&limit=1`)).body.events;
    const at = event.occurred_at;
    const exactly = await app.post('events/paginated', { start_time: at, end_time: at, source: 'DIR_SYNC' });
    expect(names(exactly)).toEqual(['first-0']);
    expect((await app.post('events/paginated', { source: 'SCALEKIT' })).body.events).toEqual([]);
    expect((await app.post('events/paginated', { event_types: ['x'] })).body.events).toEqual([]);
    expect((await app.post('events/paginated')).body.events).toHaveLength(9);
  });

  it('is taken as a message, too, and counted where that is asked for', async () => {
    const directory = await app.directory();
    for (const name of ['a', 'b', 'c']) await app.user(directory, name);
    await app.events(`directory_id=${directory.directoryId}`, 3);
    const filter = { organization_id: directory.organizationId };
    const counted = await app.post('events?page_size=2', filter);
    expect(counted.body).toMatchObject({ total_size: 3, prev_page_token: '' });
    expect(counted.body.events).toHaveLength(2);
    const wrapped = await app.post('events/paginated', { filter, page_size: 2 });
    expect(wrapped.body.events).toEqual(counted.body.events);
    expect((await app.post('events', { filter: { start_time: 'soon' } })).status).toBe(400);
  });

  it.each([
    [{ start_time: 'yesterday' }, 'start_time'],
    [{ event_types: 'a' }, 'event_types'],
    [{ source: 'MARS' }, 'source'],
    [{ page_token: 'x' }, 'page_token'],
  ])('refuses %j by name', async (filter, field) => {
    const reply = await app.post('events/paginated', filter);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });
});
