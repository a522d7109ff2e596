/** A request that takes as much work as its bytes can ask for. */
export interface WorstBody {
  name: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the SCIM base; `$user` and `$group` stand for ids. */
  path: string;
  body: string;
}

const MIB = 1_048_576;
const URN = 'urn:acme:params:scim:schemas:extension:x:2.0:User';
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const record = (count: number, key: (index: number) => string, value: unknown = 1): Record<string, unknown> =>
  Object.fromEntries(many(count, (i) => [key(i), value]));

/** As many of the parts as a body of 1 MiB holds. */
function filled<T>(wrap: (parts: T[]) => object, make: (index: number) => T): string {
  const room = MIB - 20_000;
  const parts: T[] = [];
  for (let length = 0; ; parts.length) {
    const part = make(parts.length);
    length += JSON.stringify(part).length + 1;
    if (length > room) break;
    parts.push(part);
  }
  return JSON.stringify(wrap(parts));
}

const user = (rest: object): object => ({ userName: `u${Math.random()}`, ...rest });
const patch = (operations: unknown[]): object => ({ Operations: operations });
const emails = (count: number) => many(count, (i) => ({ type: 'work', value: `address${i}@example.org` }));

/** The stored user that PATCHes meet. */
export const LARGE_USER = {
  userName: 'large',
  emails: emails(200),
  roles: many(200, (i) => ({ value: `role${i}`, display: 'x'.repeat(300) })),
  [URN]: record(900, (i) => `attribute${i}`),
};

/** What an ordinary client sends, as large as the worst. */
export const BASELINE: WorstBody = {
  name: 'a group of as many members as fit',
  method: 'POST',
  path: '/Groups',
  body: filled(
    (members) => ({ displayName: `g${Math.random()}`, members }),
    (i) => ({ value: `2819c223-7f76-453a-919d-${String(i).padStart(12, '0')}`, type: 'User' }),
  ),
};

export const WORST_BODIES: WorstBody[] = [
  {
    name: '80,000 names in one object',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user(record(80_000, (i) => `k${i}`))),
  },
  {
    name: '80 objects of 1,000 names',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user(Object.fromEntries(many(80, (n) => [`o${n}`, record(1_000, (i) => `k${i}`)])))),
  },
  {
    name: '49 objects of 1,000 names in extensions',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(
      user(Object.fromEntries(many(49, (n) => [`urn:acme:${n}:2.0:User`, record(1_000, (i) => `k${i}`)]))),
    ),
  },
  {
    name: '49 objects of 1,000 names inside of one attribute',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user({ title: many(49, () => record(1_000, (i) => `k${i}`)) })),
  },
  {
    name: '1,990 dotted names',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user(record(1_990, (i) => `name.part${i}`, 'x'.repeat(450)))),
  },
  {
    name: '1,990 URNs with an attribute',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user(record(1_990, (i) => `${URN}:a${i}`, 'x'.repeat(400)))),
  },
  {
    name: '1,990 URNs of many parts',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user(record(1_990, (i) => `urn:${'a:'.repeat(240)}${i}`))),
  },
  {
    name: 'a name of 1 MiB of colons',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user({ [`urn${':a'.repeat(500_000)}`]: 1 })),
  },
  {
    name: '100 schemas of 5 KB and 1,900 URNs',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(
      user({
        schemas: many(100, (i) => `urn:${'x'.repeat(5_000)}${i}`),
        ...record(1_900, (i) => `urn:${'x'.repeat(200)}:${i}`),
      }),
    ),
  },
  {
    name: 'a text of 1 MiB beyond ASCII',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user({ displayName: 'ẞ'.repeat(340_000) })),
  },
  {
    name: 'a userName of 1 MiB beyond ASCII',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify({ userName: 'ẞ'.repeat(340_000) }),
  },
  {
    name: 'e-mail addresses of 5 KB beyond ASCII',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user({ emails: many(200, (i) => ({ value: `${i}${'ﬀ'.repeat(1_600)}` })) })),
  },
  {
    name: 'escapes in every name',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify(user({ title: many(24, () => record(1_000, (i) => `k_${i}`)) })).replaceAll('_', '\\u005f'),
  },
  { name: 'blanks', method: 'POST', path: '/Users', body: ' '.repeat(MIB - 10) },
  { name: 'blanks before a mistake', method: 'POST', path: '/Users', body: `{"a":1${' '.repeat(MIB - 20)}x` },
  { name: 'a mistake at the end', method: 'POST', path: '/Users', body: `[${'[1],'.repeat(260_000)}` },
  {
    name: 'PATCH of 500 value filters',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(
      patch(
        many(500, (i) => ({
          op: 'replace',
          path: `roles[display co "${'x'.repeat(250)}${i}" or value eq "role${i}"].type`,
          value: 't',
        })),
      ),
    ),
  },
  {
    name: 'PATCH of 500 lists to add',
    method: 'PATCH',
    path: '/Users/$user',
    body: filled(
      (operations) => patch(operations.slice(0, 500)),
      (i) => ({ op: 'add', path: 'emails', value: emails(30).map((email) => ({ ...email, display: `${i}` })) }),
    ),
  },
  {
    name: 'PATCH of 500 lists to remove',
    method: 'PATCH',
    path: '/Users/$user',
    body: filled(
      (operations) => patch(operations.slice(0, 500)),
      () => ({ op: 'remove', path: 'roles', value: many(50, (i) => ({ display: `d${i}` })) }),
    ),
  },
  {
    name: 'PATCH of 500 lists to remove, each entry of other names',
    method: 'PATCH',
    path: '/Users/$user',
    body: filled(
      (operations) => patch(operations.slice(0, 500)),
      () => ({ op: 'remove', path: 'roles', value: many(20, (i) => ({ display: 'x'.repeat(300), [`k${i}`]: 1 })) }),
    ),
  },
  {
    name: 'PATCH of 500 names of an extension',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(
      patch(many(500, (i) => ({ op: 'add', value: { [URN]: record(50, (k) => `ATTRIBUTE${k + i}`, 2) } }))),
    ),
  },
  {
    name: 'PATCH of 500 objects to merge',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(
      patch(many(500, (i) => ({ op: 'add', path: URN, value: record(90, (k) => `Attribute${k + i}`, i) }))),
    ),
  },
  {
    name: 'PATCH of 500 sub-attributes of every value',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(patch(many(500, (i) => ({ op: 'replace', path: 'roles.display', value: `${i}` })))),
  },
  {
    name: 'PATCH of 16,000 operations',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(patch(many(16_000, (i) => ({ op: 'add', path: 'title', value: `t${i}` })))),
  },
  {
    name: 'PATCH of 16,000 words on active',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(patch(many(16_000, () => ({ op: 'add', path: 'active', value: true })))),
  },
  {
    name: 'PATCH of 16,000 members by filter',
    method: 'PATCH',
    path: '/Groups/$group',
    body: JSON.stringify(patch(many(16_000, (i) => ({ op: 'remove', path: `members[value eq "u${i}"]` })))),
  },
  {
    name: 'PATCH of a filter that is too deep',
    method: 'PATCH',
    path: '/Users/$user',
    body: JSON.stringify(patch([{ op: 'remove', path: `emails[${'('.repeat(500_000)}` }])),
  },
  {
    name: 'a search for 40,000 names',
    method: 'POST',
    path: '/Users/.search',
    body: JSON.stringify({ attributes: many(40_000, (i) => `urn:a:b:${i}`) }),
  },
  {
    name: 'a search for 100 names of 10 KB',
    method: 'POST',
    path: '/Users/.search',
    body: JSON.stringify({ attributes: many(100, (i) => `urn${':a'.repeat(5_000)}${i}`) }),
  },
  {
    name: 'a filter of 1 MiB',
    method: 'POST',
    path: '/Users/.search',
    body: JSON.stringify({ filter: 'title pr or '.repeat(80_000) }),
  },
  {
    name: 'Bulk of 1,000 creates that fail',
    method: 'POST',
    path: '/Bulk',
    body: JSON.stringify({
      Operations: many(1_000, (i) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `b${i}`,
        data: { title: 'x'.repeat(800) },
      })),
    }),
  },
  {
    name: 'Bulk with 15,000 references',
    method: 'POST',
    path: '/Bulk',
    body: JSON.stringify({
      Operations: many(1_000, (i) => ({
        method: 'PATCH',
        path: '/Groups/bulkId:none',
        data: [{ op: 'add', path: 'members', value: many(15, (k) => ({ value: `bulkId:b${i + k}` })) }],
      })),
    }),
  },
  {
    name: 'Bulk whose first operation refers to all others',
    method: 'POST',
    path: '/Bulk',
    body: JSON.stringify({
      Operations: [
        {
          method: 'PATCH',
          path: '/Groups/none',
          data: {
            Operations: [{ op: 'add', path: 'members', value: many(12_000, (i) => ({ value: `bulkId:b${i}` })) }],
          },
        },
        ...many(998, (i) => ({ method: 'POST', path: '/Users', bulkId: `b${i}`, data: { title: 'x'.repeat(300) } })),
      ],
    }),
  },
  {
    name: 'Bulk of 400 greedy PATCHes',
    method: 'POST',
    path: '/Bulk',
    body: JSON.stringify({
      Operations: many(400, () => ({
        method: 'PATCH',
        path: '/Users/$user',
        data: {
          Operations: many(20, (i) => ({ op: 'replace', path: `roles[display co "xxxxx${i}"].type`, value: 't' })),
        },
      })),
    }),
  },
];
