import { type ListContext, type TestCheck, type TestReport } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { derivedGroups } from '../record/derived-groups.js';
import { textOf } from '../record/record-value.js';
import { type BambooApi } from './bamboohr-api.js';
import { bambooSourceUser } from './bamboohr-listing.js';

/** Without these nobody would know who leaves. */
const NEEDED_FIELDS = ['status', 'workEmail'];
const SAMPLE = 5;

/** One check per right: the key, the directory, the fields of employees, and the list of changes. */
export async function testBambooHr(
  api: BambooApi,
  groupsFrom: readonly string[],
  { signal }: ListContext,
  now: Date,
): Promise<TestReport> {
  const checks: TestCheck[] = [];
  const step = async <T>(name: string, message: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      const result = await read();
      checks.push({ name, ok: true, message, hint: '' });
      return result;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      checks.push({ name, ok: false, message: error.message, hint: error.hint });
      return undefined;
    }
  };
  const since = new Date(now.getTime() - 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const changes = await step('sign_in', 'BambooHR accepts the API key.', () => api.changed(since, signal));
  if (changes === undefined) return { checks, counts: { users: null, groups: null }, sample: [] };
  const directory = await directoryOf(api, groupsFrom, signal, step);
  const known = directory?.ids ?? changes.changes.filter(({ deleted }) => !deleted).map(({ id }) => id);
  const employees = await step('read_fields', 'Rollcall can read the fields of employees.', () =>
    Promise.all(known.slice(0, SAMPLE).map((id) => api.employee(id, signal))),
  );
  const present = (employees ?? []).filter((employee) => employee !== undefined);
  const missing = NEEDED_FIELDS.filter(
    (field) => present.length > 0 && present.every((employee) => !(field in employee)),
  );
  if (missing.length > 0)
    checks.push({
      name: 'needed_fields',
      ok: false,
      message: `BambooHR does not show Rollcall the field ${missing.join(' and the field ')} of employees.`,
      hint: 'Give the owner of the API key an access level that may see these fields (Settings > Access Levels).',
    });
  return {
    checks,
    counts: { users: directory?.ids.length ?? null, groups: directory?.groups.size ?? null },
    sample: present.map((employee) => bambooSourceUser(employee, groupsFrom)),
  };
}

type Step = <T>(name: string, message: string, read: () => Promise<T>) => Promise<T | undefined>;

/** A company may keep its directory to itself: the list of changes holds everybody as well. */
async function directoryOf(
  api: BambooApi,
  groupsFrom: readonly string[],
  signal: AbortSignal,
  step: Step,
): Promise<{ ids: string[]; groups: Set<string> } | undefined> {
  const ids: string[] = [];
  const groups = new Set<string>();
  try {
    for await (const rows of api.directory(signal))
      for (const row of rows) {
        ids.push(textOf(row['id']) ?? '');
        for (const group of derivedGroups(groupsFrom, (field) => row[field])) groups.add(group);
      }
  } catch (error) {
    const isHidden = error instanceof ConnectorError && error.code === 'permission_missing';
    const message = 'The company directory is not shared; Rollcall can read the list of changes in its place.';
    return isHidden
      ? await step('list_users', message, async () => {
          const { changes } = await api.changed('1970-01-01T00:00:00Z', signal);
          return { ids: changes.filter(({ deleted }) => !deleted).map(({ id }) => id), groups };
        })
      : await step('list_users', '', () => Promise.reject(error as Error));
  }
  return step('list_users', 'Rollcall can read the company directory.', () => Promise.resolve({ ids, groups }));
}
