import { comparisonKey, GROUP_URN } from '#scim';
import { type StagedGroup, stagedGroup } from '../reconcile/staged.js';
import { textOf } from '../record/record-value.js';
import {
  type CsvFault,
  CsvFaultsError,
  isEmptyRow,
  lengthFault,
  MOST_FAULTS,
  pairFault,
  type RowFault,
  rowFault,
} from './csv-faults.js';
import { headerKey, headerOf } from './csv-header.js';
import { csvRows, type CsvSettings, ROWS_AT_ONCE, unreadable } from './csv-rows.js';

interface Place {
  group: number;
  member: number;
}

/**
 * Columns `group` and `member`; a group's name is its id, as the file writes it first: the same name in another spelling is the same
 * group. @throws ConnectorError, CsvFaultsError
 */
export async function* csvGroups(
  bytes: AsyncIterable<Uint8Array>,
  settings: CsvSettings,
): AsyncGenerator<StagedGroup[]> {
  const rows = csvRows(bytes, settings.delimiter);
  const header = (await headerOf(rows)).map(headerKey);
  const at: Place = { group: header.indexOf('group'), member: header.indexOf('member') };
  if (at.group === -1 || at.member === -1)
    throw unreadable('line 1: the header of the groups must have "group" and "member"');
  const faults: CsvFault[] = [];
  const names = new Map<string, string>();
  let members = new Map<string, string[]>();
  let size = 0;
  for await (const { line, cells } of rows) {
    if (isEmptyRow(cells)) continue;
    const fault = rowFault(cells, header.length) ?? membershipFault(cells, at);
    if (fault !== undefined) faults.push({ line, ...fault });
    else {
      const written = textOf(cells[at.group])!;
      const key = comparisonKey(written);
      const name = names.get(key) ?? written;
      names.set(key, name);
      const known = members.get(name) ?? [];
      const member = textOf(cells[at.member]);
      // A group may be named without anybody in it.
      if (member !== undefined) known.push(referenceOf(member));
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

function membershipFault(cells: readonly string[], at: Place): RowFault | undefined {
  const [group, member] = [textOf(cells[at.group]), textOf(cells[at.member])];
  if (group === undefined) return { column: at.group + 1, message: 'has no group' };
  const ofGroup = lengthFault(group, '"group"');
  if (ofGroup !== undefined) return { column: at.group + 1, message: ofGroup };
  // Both are in one row of an index while the file is compared.
  const ofMember =
    member &&
    (lengthFault(member, '"member"') ?? pairFault(group, referenceOf(member), '"group" and "member" together'));
  return ofMember === undefined ? undefined : { column: at.member + 1, message: ofMember };
}

/** An address in any spelling; an id as it is written. */
function referenceOf(member: string): string {
  const key = comparisonKey(member);
  return key.includes('@') ? key : member;
}

function groupsOf(members: Map<string, string[]>): StagedGroup[] {
  return [...members]
    .map(([name, values]) =>
      stagedGroup({ resource: { schemas: [GROUP_URN], externalId: name, displayName: name }, members: values }),
    )
    .filter((group) => group !== undefined);
}
