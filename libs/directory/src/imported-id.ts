import { type MemberOperation } from '#scim';
import { derivedId, isUuid } from './derived-id.js';
import { type IdPrefix } from './id.js';
import { type UnitOfWork } from './unit-of-work.js';

/** The id here of what an identity provider may still call by the UUID of the broker that it wrote to before. Ours are never UUIDs. */
export function idHere(prefix: IdPrefix, id: string): string {
  return isUuid(id) ? derivedId(prefix, id) : id;
}

/** The same of members, where a UUID may as well be an externalId: only those that are users under it are meant. */
export async function membersHere(
  operations: MemberOperation[],
  unit: Pick<UnitOfWork, 'userIds'>,
): Promise<MemberOperation[]> {
  const uuids = operations.flatMap((operation) => ('values' in operation ? operation.values.filter(isUuid) : []));
  if (uuids.length === 0) return operations;
  const known = await unit.userIds([...new Set(uuids.map((uuid) => derivedId('diruser', uuid)))]);
  const translate = (value: string): string => {
    const id = idHere('diruser', value);
    return known.has(id) ? id : value;
  };
  return operations.map((operation) =>
    'values' in operation ? { ...operation, values: operation.values.map(translate) } : operation,
  );
}
