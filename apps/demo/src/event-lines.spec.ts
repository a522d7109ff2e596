import { expect, it } from 'vitest';
import { type Event, EventDescriber } from '#simulation';
import { EventLines } from './event-lines.js';
import { styleOf } from './style.js';

const event = (type: string, name: string, more: Partial<Event> = {}): Event => ({
  id: `evt_${name}`,
  type: `organization.directory.${type}`,
  occurred_at: '2026-01-01T00:00:00.000Z',
  sequence: 1,
  data: { id: `diruser_${name}`, name, title: 'Lead', groups: [{ name: 'Sales' }] },
  ...more,
});
const joined = (name: string) => event('user_updated', name, { previous_attributes: { groups: [] } });

function lines(colours: boolean) {
  const printed: string[] = [];
  return { printed, lines: new EventLines(new EventDescriber(), styleOf(colours), (line) => printed.push(line)) };
}

it('prints one line for a group of people, and one each for everything else', async () => {
  const { printed, lines: under } = lines(false);
  const arrival = { provider: 'Okta', latency: 4, isLate: false };
  await Promise.all([
    under.add({ ...arrival, event: event('user_created', 'Ada') }),
    under.add({ ...arrival, event: joined('Ada') }),
    under.add({ ...arrival, event: joined('Bob'), latency: 9 }),
    under.add({ ...arrival, event: joined('Cy'), provider: 'Entra ID' }),
    under.add({ ...arrival, event: event('user_deleted', 'Dee'), latency: 5_240, isLate: true }),
  ]);
  const text = printed.map((line) => line.replace(/^ +[\d:.]+ +/, '').replace(/ {2,}/g, '  '));
  expect(text.sort()).toEqual([
    'Entra ID  user_updated  Cy  4 ms  +Sales',
    'Okta  user_created  Ada  4 ms  Lead',
    'Okta  user_deleted  Dee  5.2 s  (none); was Lead  kept through the outage',
    'Okta  user_updated  2 people  9 ms  +Sales',
  ]);
});

it('is green for joiners and red for leavers, where there are colours', async () => {
  const { printed, lines: under } = lines(true);
  await under.add({ event: event('user_created', 'Ada'), provider: 'Okta', latency: 1, isLate: false });
  await under.add({ event: event('user_deleted', 'Ada'), provider: 'Okta', latency: 1, isLate: false });
  under.turnedAway(event('user_updated', 'Ada'), 'Okta');
  expect(printed[0]).toContain('\x1b[32muser_created');
  expect(printed[1]).toContain('\x1b[31muser_deleted');
  expect(printed[2]).toMatch(/\x1b\[33muser_updated.*refused \(500\): Rollcall keeps it/);
});
