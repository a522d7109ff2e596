import { type ListContext, type Page, type SourceUser } from '../connector.js';
import { type Hints, malformed } from '../record/answer-error.js';
import { derivedGroups } from '../record/derived-groups.js';
import { streamedRecords } from '../record/listing-stream.js';
import { textOf } from '../record/record-value.js';
import { type SourcePorts } from '../source-ports.js';
import { type WorkdaySettings } from './workday-settings.js';
import { workdayAuthorization } from './workday-sign-in.js';
import { columnOf, type Row } from './workday-row.js';
import { workerState } from './workday-state.js';
import { workdayUserResource } from './workday-user.js';

/** Some reports name it as in XML, and put it into `Report_Data`. */
const ROWS = ['Report_Entry', 'wd:Report_Entry'];

export const WORKDAY_HINTS: Hints = {
  source: 'Workday',
  credentials: 'Check the integration system user and its password in Workday (View Integration System Security).',
  permission:
    'Share the report with the integration system user, and give its security group the domains of every field in the report.',
  notFound: 'Copy the JSON address again: in the report, choose Actions > Web Service > View URLs.',
};

/** The rows of the report, as they arrive: Workday knows no pages. */
export async function* reportRows(
  settings: WorkdaySettings,
  ports: SourcePorts,
  signal: AbortSignal,
): AsyncGenerator<Row[]> {
  const authorization = await workdayAuthorization(settings, ports, signal);
  const request = {
    method: 'GET' as const,
    url: settings.reportUrl,
    headers: { authorization, accept: 'application/json' },
    signal,
  };
  yield* streamedRecords(ports.http, request, ROWS, WORKDAY_HINTS);
}

export async function* listWorkers(
  settings: WorkdaySettings,
  ports: SourcePorts,
  { signal, warn }: ListContext,
): AsyncGenerator<Page<SourceUser>> {
  const today = ports.now().toISOString().slice(0, 10);
  for await (const rows of reportRows(settings, ports, signal)) {
    const known = rows.filter((row) => textOf(columnOf(row, settings.columns['id']!)) !== undefined);
    if (known.length === 0) throw wrongColumn(settings.columns['id']!, rows[0]!);
    for (let left = rows.length - known.length; left > 0; left -= 1)
      warn({ code: 'record_without_id', message: 'A row of the report has no value in the column of `id`.' });
    yield { items: known.map((row) => workdaySourceUser(row, settings, today, warn)) };
  }
}

/** `groups_from` names fields (`department`) or columns. */
export function workdaySourceUser(
  row: Row,
  { columns, groupsFrom }: WorkdaySettings,
  today: string,
  warn: ListContext['warn'] = () => {},
): SourceUser {
  const { active, isHidden, unread } = workerState(row, columns, today);
  if (unread !== undefined) warn({ code: 'date_unreadable', message: UNREAD_DATE, example: unread });
  return {
    resource: workdayUserResource(row, columns, active),
    groups: derivedGroups(groupsFrom, (name) => columnOf(row, columns[name] ?? name)),
    ...(isHidden && { absent: ['active'] }),
  };
}

const UNREAD_DATE =
  'A hire date or termination date is no date that can be read. The worker stays active or inactive as before. Write dates as 2026-11-25.';

/** Without ids, everybody would be new and everybody known would have left. */
export const wrongColumn = (column: string, row: Row) =>
  malformed(
    'Workday',
    `a report without the column ${column}`,
    `The columns of the report are: ${Object.keys(row).slice(0, 50).join(', ')}. Correct the columns of the connection.`,
  );
