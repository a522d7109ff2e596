import { type components } from '#client';
import { type Command } from '../command.js';
import { instant } from './instant.js';
import { firstOf, LIMIT, listOf, ORG } from './lists.js';

type Entry = components['schemas']['AuditLogBody'];

const COLUMNS = {
  time: (entry: Entry) => entry.at,
  action: (entry: Entry) => entry.action,
  actor: (entry: Entry) => entry.actor_id ?? entry.actor_type,
  target: (entry: Entry) => entry.target_id ?? entry.target_type,
  organization: (entry: Entry) => entry.organization_id,
  ip: (entry: Entry) => entry.ip,
};

/** Who did what. */
export const AUDIT: readonly Command[] = [
  {
    words: ['audit', 'list'],
    summary: 'List who changed what, newest first',
    options: {
      ...ORG,
      ...LIMIT,
      dir: { value: 'DIR', about: 'Only changes of this directory' },
      action: { value: 'ACTION', about: 'Only this action: directory.create' },
      since: { value: 'TIME', about: 'Only since then: 2026-01-31T12:00:00Z, or 24h' },
      until: { value: 'TIME', about: 'Only before then' },
    },
    async run(session) {
      const now = new Date();
      const time = (name: string) => {
        const value = session.text(name);
        return value === undefined ? undefined : instant(value, name, now);
      };
      const query = {
        organization_id: await session.organizationId(),
        directory_id: session.text('dir'),
        action: session.text('action'),
        start_time: time('since'),
        end_time: time('until'),
      };
      session.show(
        await firstOf(session, listOf<Entry>(session, '/audit_logs', 'audit_logs', query)),
        COLUMNS,
        'No entries match.',
      );
    },
  },
];
