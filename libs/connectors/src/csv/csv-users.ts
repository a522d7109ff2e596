import { comparisonKey, type ScimResource, USER_URN } from '#scim';
import { type StagedUser, stagedUser } from '../reconcile/staged.js';
import { putField } from '../record/canonical-fields.js';
import { booleanOf, textOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';
import {
  type CsvFault,
  CsvFaultsError,
  isEmptyRow,
  lengthFault,
  MOST_FAULTS,
  type RowFault,
  rowFault,
} from './csv-faults.js';
import { columnsOf, headerOf } from './csv-header.js';
import { type CsvRow, csvRows, type CsvSettings, ROWS_AT_ONCE, unreadable } from './csv-rows.js';

/** Headers of the file that no field is known for. */
export interface CsvUsers {
  pages: AsyncGenerator<StagedUser[]>;
  unknownHeaders: string[];
}

/** Fields that people are found by. */
const FOUND_BY = new Set(['id', 'external_id', 'email', 'user_name', 'preferred_username']);

/** @throws ConnectorError, CsvFaultsError: at the end of the file, with what is wrong in all of it */
export async function csvUsers(bytes: AsyncIterable<Uint8Array>, settings: CsvSettings): Promise<CsvUsers> {
  const rows = csvRows(bytes, settings.delimiter);
  const header = await headerOf(rows);
  const { fields, unknown } = columnsOf(header, settings.columns ?? {});
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
    if (isEmptyRow(cells)) continue;
    const read = rowFault(cells, width) ?? userOf(cells, fields);
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

function userOf(cells: string[], fields: Map<number, string>): StagedUser | RowFault {
  const resource: ScimResource = { schemas: [USER_URN], active: true };
  let saysState = false;
  for (const [index, field] of fields) {
    const cell = textOf(cells[index]);
    if (cell === undefined) {
      if (field === 'id') return { column: index + 1, message: 'has no id' };
      continue;
    }
    const fault = cellFault(field, cell);
    if (fault !== undefined) return { column: index + 1, message: fault };
    if (field === 'active') saysState = true;
    putField(resource, field, cell);
  }
  const email = (resource['emails'] as { value: string }[] | undefined)?.[0]?.value;
  // The same address in another spelling is the same person.
  resource['externalId'] ??= email && comparisonKey(email);
  if (resource['externalId'] === undefined) return { column: null, message: 'has neither id nor email' };
  const user = completeUser(resource);
  const names = [resource['externalId'], email, user['userName']].filter((name) => typeof name === 'string');
  const references = [...new Set(names.map(comparisonKey))];
  // No column of `active`, or an empty cell in it, is no yes: somebody who has left stays away. Who is new is active.
  const absent = saysState ? [] : ['active'];
  return stagedUser({ resource: user, references, absent }) ?? { column: null, message: 'has no user name' };
}

function cellFault(field: string, cell: string): string | undefined {
  if (field === 'active' && booleanOf(cell) === undefined) return '"active" must be true or false, yes or no, 1 or 0';
  if (field === 'email' && !/^[^\s@]+@[^\s@]+$/.test(cell)) return 'is no mail address';
  return FOUND_BY.has(field) ? lengthFault(cell, `"${field}"`) : undefined;
}
