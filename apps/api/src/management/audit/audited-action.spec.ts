import { readFileSync } from 'node:fs';
import { RequestMethod, type Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { ManagementModule } from '../management.module.js';
import { actionOf, auditedTarget, EXPORTS } from './audited-action.js';

interface Route {
  name: string;
  path: string;
  method: RequestMethod;
  action: string | undefined;
}

/** Every route of the management API, the portal and the stream API. */
function routes(): Route[] {
  const controllers = Reflect.getMetadata('controllers', ManagementModule) as Type[];
  return controllers.flatMap((controller) =>
    Object.entries(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(([name, { value }]): Route[] => {
      const handler: unknown = value;
      if (typeof handler !== 'function') return [];
      const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const [before, own] = [controller, handler].map((at) => Reflect.getMetadata('path', at) as string);
      const path = [before, own].filter((part) => part !== '' && part !== '/').join('/');
      return [{ name: `${controller.name}.${name}`, path, method, action: actionOf(handler) }];
    }),
  );
}

/** Calls that change nothing of their own accord, and calls of others than administrators: tokens, sources, senders of test webhooks. */
const NO_ACTS = [
  'api/v1/events',
  'api/v1/events/paginated',
  'api/v1/organizations/:organizationId/directories/:directoryId/attributes/~preview',
  'dashboard/l/:token',
  'directory/:directoryId/notifications',
  'inbox/:token',
  'oauth/token',
];
/** The same act by two routes. */
const TWICE = ['directory.create', 'sync.start'];

const page = readFileSync(new URL('../../../../../docs/audit.md', import.meta.url), 'utf8');
const actions = routes().flatMap(({ action }) => action ?? []);

describe('what the audit log calls an act', () => {
  it('is said at every route that changes something', () => {
    const writes = routes().filter(({ method }) => method !== RequestMethod.GET);
    expect(writes.length).toBeGreaterThan(80);
    expect(
      writes
        .filter(({ action }) => action === undefined)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(NO_ACTS);
  });

  it('is one name per act, and begins with what it is about', () => {
    const twice = actions.filter((action, index) => actions.indexOf(action) < index);
    expect(twice.sort()).toEqual(TWICE);
    for (const action of actions) expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/);
  });

  it('is in docs/audit.md', () => {
    const listed = [...page.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, action]) => action!);
    // Written by PostgreSQL.
    expect(listed.filter((action) => action !== 'audit_log.trim').sort()).toEqual([...new Set(actions)].sort());
  });

  it('is known of every read that hands out a secret, or all of a person or a directory', () => {
    const reads = routes().filter(({ method, action }) => method === RequestMethod.GET && action !== undefined);
    const exported = reads.map(({ action }) => action!).filter((action) => !TWICE.includes(action));
    expect(exported.sort()).toEqual([...EXPORTS].sort());
  });
});

it('an act is about what the answer shows, or what the path names last', () => {
  expect(auditedTarget('secret', { plain_secret: 'x', secret: { id: 'sec_1' } }, { directoryId: 'dir_1' })).toBe(
    'sec_1',
  );
  expect(auditedTarget('oauth_client', { client_id: 'sec_2', client_secret: 'x' }, {})).toBe('sec_2');
  expect(auditedTarget('secret', undefined, { directoryId: 'dir_1', secretId: 'sec_3' })).toBe('sec_3');
  expect(auditedTarget('role', undefined, {})).toBeNull();
  // Of the portal, whose paths name no organization.
  expect(auditedTarget('directory', undefined, { directoryId: 'dir_1', organizationId: 'org_1' })).toBe('dir_1');
});
