import { comparisonKey } from '#scim';
import { type SourceGroup } from '../connector.js';
import { textOf } from '../record/record-value.js';

type Member = Record<string, unknown>;

/** The group with these of its members: further pages add up. */
export function googleGroup(group: Record<string, unknown>, members: readonly Member[], derived: boolean): SourceGroup {
  const address = addressOf(group);
  const item: SourceGroup = {
    resource: { externalId: textOf(group['id']), displayName: textOf(group['name']) ?? textOf(group['email']) },
    members: [],
    references: address === undefined ? [] : [address],
  };
  for (const member of members) {
    const id = textOf(member['id']) ?? addressOf(member);
    // A CUSTOMER stands for everybody, and has neither id nor address.
    if (member['type'] === 'CUSTOMER') item.everyone = true;
    else if (id === undefined) continue;
    else if (member['type'] !== 'GROUP') item.members.push(id);
    else if (derived) item.nested = [...(item.nested ?? []), id];
  }
  return item;
}

/** As other groups and people name it: in whatever spelling. */
function addressOf({ email }: Record<string, unknown>): string | undefined {
  const text = textOf(email);
  return text === undefined ? undefined : comparisonKey(text);
}
