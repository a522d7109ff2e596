import { readFileSync } from 'node:fs';
import { RequestMethod, type Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { REQUIRED_SCOPE } from '../access/scope.js';
import { ManagementModule } from '../management.module.js';
import { actionOf, auditedTarget } from './audited-action.js';

interface Route {
  name: string;
  method: RequestMethod;
  action: string | undefined;
  needs: string | undefined;
}

function routes(): Route[] {
  const controllers = Reflect.getMetadata('controllers', ManagementModule) as Type[];
  return controllers.flatMap((controller) =>
    Object.entries(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(([name, { value }]): Route[] => {
      const handler: unknown = value;
      if (typeof handler !== 'function') return [];
      const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      const needs = Reflect.getMetadata(REQUIRED_SCOPE, handler) as string | undefined;
      if (method === undefined || needs === undefined) return [];
      return [{ name: `${controller.name}.${name}`, method, action: actionOf(handler), needs }];
    }),
  );
}

const page = readFileSync(new URL('../../../../../docs/audit.md', import.meta.url), 'utf8');
const actions = routes().flatMap(({ action }) => action ?? []);

describe('what the audit log calls an act', () => {
  it('is said at every route that changes something', () => {
    // A POST that needs no more than `read` only asks.
    const writes = routes().filter(({ method, needs }) => method !== RequestMethod.GET && needs !== 'read');
    expect(writes.length).toBeGreaterThan(40);
    expect(writes.filter(({ action }) => action === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('is one name per route, and begins with what it is about', () => {
    expect(actions).toEqual([...new Set(actions)]);
    for (const action of actions) expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/);
  });

  it('is in docs/audit.md', () => {
    const listed = [...page.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \|/gm)].map(([, action]) => action!);
    const ofPortal = listed.filter((action) => action.startsWith('portal_session.'));
    expect(listed.filter((action) => !ofPortal.includes(action)).sort()).toEqual([...actions].sort());
  });
});

it('an act is about what the answer shows, or what the path names last', () => {
  expect(auditedTarget('secret', { plain_secret: 'x', secret: { id: 'sec_1' } }, { directoryId: 'dir_1' })).toBe(
    'sec_1',
  );
  expect(auditedTarget('oauth_client', { client_id: 'sec_2', client_secret: 'x' }, {})).toBe('sec_2');
  expect(auditedTarget('secret', undefined, { directoryId: 'dir_1', secretId: 'sec_3' })).toBe('sec_3');
  expect(auditedTarget('role', undefined, {})).toBeNull();
});
