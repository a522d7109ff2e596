import { type ChangePage, type ListContext, type Page, type SourceUser } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { derivedGroups } from '../record/derived-groups.js';
import { textOf } from '../record/record-value.js';
import { type BambooApi, type BambooChanges } from './bamboohr-api.js';
import { bambooUserResource } from './bamboohr-user.js';

/** Employees that are read at the same time: BambooHR slows down those who ask for more. */
const AT_ONCE = 8;
const PAGE = 200;
const BEGINNING = '1970-01-01T00:00:00Z';
/** The times of changes are whole seconds, and a change may become visible after its time: asking twice loses nothing. */
const OVERLAP_MS = 60_000;
/** What BambooHR does not show after this time has not happened. */
const SETTLED_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const CHANGES_HIDDEN: ReadonlySet<string> = new Set(['permission_missing', 'not_found']);

/** Everybody in the directory, with the fields that the directory does not show. */
export async function* listEmployees(
  api: BambooApi,
  groupsFrom: readonly string[],
  { signal }: ListContext,
): AsyncGenerator<Page<SourceUser>> {
  const ids = await employeeIds(api, signal);
  for (let at = 0; at < ids.length; at += PAGE) {
    const { users } = await readEmployees(api, ids.slice(at, at + PAGE), groupsFrom, signal);
    yield { items: users, total: ids.length };
  }
}

/** Where changes can be asked from after a listing that begins now: BambooHR's own time of its last change. */
export async function bambooMark(api: BambooApi, { signal }: ListContext, now: Date): Promise<string | undefined> {
  try {
    const answer = await api.changed(secondsOf(now.getTime() - DAY_MS), signal);
    return markOf(answer) ?? secondsOf(now.getTime() - SETTLED_MS);
  } catch (error) {
    // Whoever may not ask for changes lists everybody each time.
    if (error instanceof ConnectorError && CHANGES_HIDDEN.has(error.code)) return undefined;
    throw error;
  }
}

export async function* changedEmployees(
  api: BambooApi,
  groupsFrom: readonly string[],
  mark: string,
  { signal }: ListContext,
): AsyncGenerator<ChangePage, string> {
  const answer = await api.changed(secondsOf(Date.parse(mark) - OVERLAP_MS), signal);
  const { changes } = answer;
  const gone = changes.filter(({ deleted }) => deleted).map(({ id }) => id);
  if (gone.length > 0) yield { users: [], gone };
  const ids = changes.filter(({ deleted }) => !deleted).map(({ id }) => id);
  for (let at = 0; at < ids.length; at += PAGE)
    yield await readEmployees(api, ids.slice(at, at + PAGE), groupsFrom, signal);
  return markOf(answer) ?? mark;
}

/** A company that does not share its directory can still be read: everybody has changed since 1970. */
async function employeeIds(api: BambooApi, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const rows of api.directory(signal)) ids.push(...rows.map(({ id }) => textOf(id) ?? ''));
    return ids.filter((id) => id !== '');
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'permission_missing') throw error;
  }
  const { changes } = await api.changed(BEGINNING, signal);
  return changes.filter(({ deleted }) => !deleted).map(({ id }) => id);
}

async function readEmployees(
  api: BambooApi,
  ids: readonly string[],
  groupsFrom: readonly string[],
  signal: AbortSignal,
): Promise<{ users: SourceUser[]; gone: string[] }> {
  const employees: (Record<string, unknown> | undefined)[] = new Array(ids.length);
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let at = next++; at < ids.length; at = next++) {
      try {
        employees[at] = await api.employee(ids[at]!, signal);
      } catch (error) {
        // The other readers stop as well.
        next = ids.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return {
    users: employees
      .filter((employee) => employee !== undefined)
      .map((employee) => bambooSourceUser(employee, groupsFrom)),
    gone: ids.filter((_, at) => employees[at] === undefined),
  };
}

export function bambooSourceUser(employee: Record<string, unknown>, groupsFrom: readonly string[]): SourceUser {
  const { resource, absent } = bambooUserResource(employee);
  const groups = derivedGroups(groupsFrom, (field) => employee[field]);
  // A field that may no longer be seen takes nobody out of a group either.
  const isHidden = groupsFrom.some((field) => employee[field] === undefined);
  return { resource, groups, absent: isHidden ? [...absent, 'groups'] : absent };
}

/**
 * The time of the last change; a later one when BambooHR's own clock has gone on for long since, so that those of the last
 * change (an import of everybody) are not read again each time.
 */
function markOf({ latest, clock }: BambooChanges): string | undefined {
  const times = [Date.parse(latest ?? ''), Date.parse(clock ?? '') - SETTLED_MS].filter((at) => !Number.isNaN(at));
  return times.length === 0 ? undefined : secondsOf(Math.max(...times));
}

const secondsOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
