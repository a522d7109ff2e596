import { describe, expect, it } from 'vitest';
import { EventDescriber } from './describe-event.js';
import { type Event } from './event.js';

const event = (type: string, data: object, previous?: Record<string, unknown>): Event => ({
  id: 'evt_1',
  type: `organization.directory.${type}`,
  occurred_at: '2026-01-01T00:00:00.000Z',
  sequence: 1,
  data: { id: 'diruser_1', ...data },
  previous_attributes: previous,
});

describe('EventDescriber', () => {
  it('says what changed, from what to what, once', () => {
    const changed = event(
      'user_updated',
      { title: 'Lead', department: 'Sales', external_id: 'x', dp_id: 'x' },
      { title: 'Analyst', department: null, dp_id: 'y', emails: [] },
    );
    expect(new EventDescriber().change(changed)).toBe('title Analyst → Lead, department Sales');
  });

  it('says which groups came and went', () => {
    const group = (name: string) => ({ id: `dirgroup_${name}`, name });
    const moved = event('user_updated', { groups: [group('A'), group('B')] }, { groups: [group('A'), group('C')] });
    expect(new EventDescriber().change(moved)).toBe('+B −C');
  });

  it('calls people by the names it has heard', () => {
    const describer = new EventDescriber();
    expect(describer.subject(event('user_created', { id: 'diruser_9', name: 'Ada Lovelace' }))).toBe('Ada Lovelace');
    expect(describer.change(event('user_updated', { manager: 'diruser_9' }, { manager: null }))).toBe(
      'manager Ada Lovelace',
    );
  });

  it('tells newcomers from those who come back, and why somebody left', () => {
    const describer = new EventDescriber();
    expect(describer.change(event('user_created', { title: 'Analyst', version: 1 }))).toBe('Analyst');
    expect(describer.change(event('user_created', { title: 'Analyst', version: 3 }))).toBe('is back as Analyst');
    expect(describer.change(event('user_deleted', { title: 'Analyst', reason: 'deactivated' }))).toBe(
      'deactivated; was Analyst',
    );
  });
});
