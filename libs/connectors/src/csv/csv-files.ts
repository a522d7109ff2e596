import { type ScimResource, GROUP_URN, USER_URN } from '#scim';
import { type StagedGroup, stagedGroup, type StagedUser, stagedUser } from '../reconcile/staged.js';
import { CANONICAL_FIELDS, putField } from '../record/canonical-fields.js';
import { booleanOf, textOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';
import { type CsvRow, csvRows, unreadable } from './csv-rows.js';

export interface CsvSettings {
  /** Canonical field -> header, where the header is not the field's name. */
  columns?: Record<string, string>;
  delimiter?: string;
}

/** A row that cannot be used. */
export interface CsvFault {
  line: number;
  /** Counted from 1; null: the row as a whole. */
  column: number | null;
  message: string;
}

const ROWS_AT_ONCE = 500;
const MOST_FAULTS = 100;

/** The file has rows that cannot be used, the first hundred of them. */
export class CsvFaultsError extends Error {
  override readonly name = 'CsvFaultsError';

  constructor(readonly faults: readonly CsvFault[]) {
    super('the file has rows that cannot be used');
  }
}

/** Headers of the file that no field is known for. */
export interface CsvUsers {
  pages: AsyncGenerator<StagedUser[]>;
  unknownHeaders: string[];
}

/** @throws ConnectorError, CsvFaultsError: at the end of the file, with what is wrong in all of it */
export async function csvUsers(bytes: AsyncIterable<Uint8Array>, settings: CsvSettings): Promise<CsvUsers> {
  const rows = csvRows(bytes, settings.delimiter);
  const header = await headerOf(rows);
  const { fields, unknown } = fieldsOf(header, settings.columns ?? {});
  if (![...fields.values()].some((field) => field === 'id' || field === 'email')) {
    throw unreadable('line 1: the header has neither "id" nor "email"');
  }
  return { pages: userPages(rows, fields, header.length), unknownHeaders: unknown };
}

async function* userPages(
  rows: AsyncGenerator<CsvRow>,
  fields: Map<number, string>,
  width: number,
): AsyncGenerator<StagedUser[]> {
  const faults: CsvFault[] = [];
  const lines = new Map<string, number>();
  let page: StagedUser[] = [];
  for await (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const read = cells.length === width ? userOf(cells, fields) : { column: null, message: widthFault(cells, width) };
    if ('message' in read) faults.push({ line, ...read });
    else {
      const known = lines.get(read.externalId);
      if (known === undefined) page.push(read);
      else faults.push({ line, column: null, message: `is the same person as line ${known}` });
      lines.set(read.externalId, known ?? line);
    }
    if (faults.length >= MOST_FAULTS) break;
    if (page.length < ROWS_AT_ONCE) continue;
    // Where something is wrong, nothing is stored: the rest is only read.
    if (faults.length === 0) yield page;
    page = [];
  }
  if (faults.length > 0) throw new CsvFaultsError(faults);
  if (page.length > 0) yield page;
}

function userOf(cells: string[], fields: Map<number, string>): StagedUser | Omit<CsvFault, 'line'> {
  const resource: ScimResource = { schemas: [USER_URN], active: true };
  let saysState = false;
  for (const [index, field] of fields) {
    const cell = textOf(cells[index]);
    if (cell === undefined) {
      if (field === 'id') return { column: index + 1, message: 'has no id' };
      continue;
    }
    if (field === 'active' && booleanOf(cell) === undefined) {
      return { column: index + 1, message: '"active" must be true or false, yes or no, 1 or 0' };
    }
    if (field === 'email' && !/^[^\s@]+@[^\s@]+$/.test(cell))
      return { column: index + 1, message: 'is no mail address' };
    if (field === 'active') saysState = true;
    putField(resource, field, cell);
  }
  const email = (resource['emails'] as { value: string }[] | undefined)?.[0]?.value;
  resource['externalId'] ??= email?.toLowerCase();
  if (resource['externalId'] === undefined) return { column: null, message: 'has neither id nor email' };
  const user = completeUser(resource);
  const names = [resource['externalId'], email, user['userName']].filter((name) => typeof name === 'string');
  const references = [...new Set(names.map((name) => name.toLowerCase()))];
  // No column of `active`, or an empty cell in it, is no yes: somebody who has left stays away. Who is new is active.
  const absent = saysState ? [] : ['active'];
  return stagedUser({ resource: user, references, absent }) ?? { column: null, message: 'has no user name' };
}

/** Columns `group` and `member`; a group's name is its id. @throws ConnectorError, CsvFaultsError */
export async function* csvGroups(
  bytes: AsyncIterable<Uint8Array>,
  settings: CsvSettings,
): AsyncGenerator<StagedGroup[]> {
  const rows = csvRows(bytes, settings.delimiter);
  const header = (await headerOf(rows)).map(plainName);
  const [group, member] = [header.indexOf('group'), header.indexOf('member')];
  if (group === -1 || member === -1)
    throw unreadable('line 1: the header of the groups must have "group" and "member"');
  const faults: CsvFault[] = [];
  let members = new Map<string, string[]>();
  let size = 0;
  for await (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const [name, value] = [textOf(cells[group]), textOf(cells[member])];
    if (cells.length !== header.length) faults.push({ line, column: null, message: widthFault(cells, header.length) });
    else if (name === undefined) faults.push({ line, column: group + 1, message: 'has no group' });
    else {
      const known = members.get(name) ?? [];
      // A group may be named without anybody in it.
      if (value !== undefined) known.push(value.includes('@') ? value.toLowerCase() : value);
      members.set(name, known);
    }
    if (faults.length >= MOST_FAULTS) break;
    size += 1;
    if (size % ROWS_AT_ONCE !== 0) continue;
    if (faults.length === 0) yield groupsOf(members);
    members = new Map();
  }
  if (faults.length > 0) throw new CsvFaultsError(faults);
  yield groupsOf(members);
}

function groupsOf(members: Map<string, string[]>): StagedGroup[] {
  return [...members]
    .map(([name, values]) =>
      stagedGroup({ resource: { schemas: [GROUP_URN], externalId: name, displayName: name }, members: values }),
    )
    .filter((group) => group !== undefined);
}

async function headerOf(rows: AsyncGenerator<CsvRow>): Promise<string[]> {
  const first = await rows.next();
  if (first.done === true) throw unreadable('line 1: the file is empty');
  return first.value.cells;
}

/** Which field each column is; a column without a name or a field is left out. */
function fieldsOf(
  header: string[],
  columns: Record<string, string>,
): { fields: Map<number, string>; unknown: string[] } {
  const given = new Map(Object.entries(columns).map(([field, name]) => [plainName(name), field]));
  const fields = new Map<number, string>();
  const unknown: string[] = [];
  const taken = new Set<string>();
  for (const [index, cell] of header.entries()) {
    const name = plainName(cell);
    const field = given.get(name) ?? KNOWN.get(name);
    if (field === undefined) {
      if (name !== '') unknown.push(cell.trim());
      continue;
    }
    if (taken.has(field)) throw unreadable(`line 1, column ${index + 1}: "${cell.trim()}" is there twice`);
    taken.add(field);
    fields.set(index, field);
  }
  for (const [field, name] of Object.entries(columns)) {
    if (!taken.has(field)) throw unreadable(`line 1: there is no column "${name}"`);
  }
  return { fields, unknown };
}

const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]/g, '');

const KNOWN = new Map(CANONICAL_FIELDS.map((field) => [plainName(field), field]));

const widthFault = (cells: string[], width: number): string => `has ${cells.length} cells, and the header has ${width}`;
