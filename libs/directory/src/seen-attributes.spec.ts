import { expect, it } from 'vitest';
import { seenAttributes } from './seen-attributes.js';

const BADGE = 'urn:acme:2.0:User';

it('names what users have, as a mapping names it', () => {
  const seen = seenAttributes([
    {
      schemas: ['x'],
      id: 'diruser_1',
      userName: 'ada',
      active: true,
      name: { givenName: 'Ada', familyName: '' },
      emails: [{ type: 'work', value: 'a@x', primary: true }, { value: 'b@x' }],
      tags: ['one', 'two'],
      [BADGE]: { badge: 'B-1', floor: 3 },
    },
    { schemas: ['x'], userName: 'bob', emails: [{ type: 'work', value: 'c@x' }] },
  ]);
  expect(seen).toEqual([
    { path: 'emails[type eq "work"].value', type: 'string', seen_in: 2, samples: ['a@x', 'c@x'] },
    { path: 'userName', type: 'string', seen_in: 2, samples: ['ada', 'bob'] },
    { path: 'emails.value', type: 'string', seen_in: 1, samples: ['b@x'] },
    { path: 'name.givenName', type: 'string', seen_in: 1, samples: ['Ada'] },
    { path: 'tags', type: 'string', seen_in: 1, samples: ['one', 'two'] },
    { path: `${BADGE}:badge`, type: 'string', seen_in: 1, samples: ['B-1'] },
    { path: `${BADGE}:floor`, type: 'number', seen_in: 1, samples: ['3'] },
  ]);
});

it('shows at most three samples of at most 200 characters, and at most 500 paths', () => {
  const users = Array.from({ length: 5 }, (_, n) => ({ schemas: [], userName: `${n}${'x'.repeat(100_000)}` }));
  const [userName] = seenAttributes(users);
  expect(userName).toMatchObject({ seen_in: 5 });
  expect(userName!.samples.map((sample) => sample.length)).toEqual([200, 200, 200]);
  const many = { schemas: [], ...Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`a${n}`, n])) };
  expect(seenAttributes([many])).toHaveLength(500);
});
