import { type ListContext, type TestCheck, type TestReport } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { textOf } from '../record/record-value.js';
import { type SourcePorts } from '../source-ports.js';
import { reportRows, workdaySourceUser } from './workday-report.js';
import { type WorkdaySettings } from './workday-settings.js';
import { columnOf } from './workday-row.js';

/** A test is done within 30 s; a report that takes longer is read in part. */
const MOST_MS = 20_000;
const SAMPLE = 5;
const CREDENTIALS = 'credentials_rejected';

export async function testWorkday(
  settings: WorkdaySettings,
  ports: SourcePorts,
  { signal }: ListContext,
): Promise<TestReport> {
  const end = ports.now().getTime() + MOST_MS;
  const rows: Record<string, unknown>[] = [];
  const groups = new Set<string>();
  let users = 0;
  let complete = true;
  const today = ports.now().toISOString().slice(0, 10);
  try {
    for await (const page of reportRows(settings, ports, signal)) {
      users += page.length;
      rows.push(...page.slice(0, SAMPLE - rows.length));
      for (const row of page)
        for (const group of workdaySourceUser(row, settings, today).groups ?? []) groups.add(group);
      complete = ports.now().getTime() < end;
      if (!complete) break;
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const failure = { ok: false, message: error.message, hint: error.hint };
    const checks: TestCheck[] =
      error.code === CREDENTIALS ? [{ name: 'sign_in', ...failure }] : [signedIn, { name: 'list_users', ...failure }];
    return { checks, counts: { users: null, groups: null }, sample: [] };
  }
  const counts = complete ? { users, groups: groups.size } : { users: null, groups: null };
  return {
    checks: [signedIn, read, columnsCheck(settings, rows)],
    counts,
    sample: rows.map((row) => workdaySourceUser(row, settings, today)),
  };
}

const signedIn: TestCheck = { name: 'sign_in', ok: true, message: 'Workday accepts the credentials.', hint: '' };
const read: TestCheck = { name: 'list_users', ok: true, message: 'Rollcall can read the report.', hint: '' };

/** Workday leaves a column out of a row that has no value, so a column counts as missing when no row has it. */
function columnsCheck({ columns }: WorkdaySettings, rows: readonly Record<string, unknown>[]): TestCheck {
  const needed = [columns['id']!, columns['email']!];
  const missing = needed.filter((column) => rows.every((row) => textOf(columnOf(row, column)) === undefined));
  if (missing.length === 0 || rows.length === 0)
    return {
      name: 'columns',
      ok: true,
      message: rows.length === 0 ? 'The report is empty.' : 'The report has the columns of `id` and `email`.',
      hint: '',
    };
  const present = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 50);
  return {
    name: 'columns',
    ok: false,
    message: `The report has no values in the column ${missing.join(' and the column ')}.`,
    hint: `The columns of the report are: ${present.join(', ')}. Correct the columns of the connection, or add the column to the report.`,
  };
}
