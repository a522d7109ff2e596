import { type SourceGroup } from '../connector.js';
import { textOf } from '../record/record-value.js';

type Member = Record<string, unknown>;

/** The group with these of its members: further pages add up. */
export function googleGroup(group: Record<string, unknown>, members: readonly Member[], derived: boolean): SourceGroup {
  const email = textOf(group['email']);
  const item: SourceGroup = {
    resource: { externalId: textOf(group['id']), displayName: textOf(group['name']) ?? email },
    members: [],
    references: email === undefined ? [] : [email],
  };
  for (const member of members) {
    // Addresses are the same in any letter case.
    const id = textOf(member['id']) ?? textOf(member['email'])?.toLowerCase();
    // A CUSTOMER stands for everybody, and has neither id nor address.
    if (member['type'] === 'CUSTOMER') item.everyone = true;
    else if (id === undefined) continue;
    else if (member['type'] !== 'GROUP') item.members.push(id);
    else if (derived) item.nested = [...(item.nested ?? []), id];
  }
  return item;
}
