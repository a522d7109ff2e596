import { readFileSync } from 'node:fs';
import { RequestMethod, type Type } from '@nestjs/common';
import { expect, it } from 'vitest';
import { publicPath } from '../apps/api/src/http/verb.js';
import { followsScalekit } from '../apps/api/src/management/input/unknown-fields.interceptor.js';
import { ManagementModule } from '../apps/api/src/management/management.module.js';

const PAGE = readFileSync('docs/api.md', 'utf8');
const ORGANIZATION = '/organizations/{organization_id}';

/** Routes below /api/v1 that ignore unknown fields, as clients write them. */
function routes(): string[] {
  const controllers = Reflect.getMetadata('controllers', ManagementModule) as Type[];
  return controllers.flatMap((controller) =>
    Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }): string[] => {
      if (typeof value !== 'function' || !followsScalekit(value as object)) return [];
      const method = RequestMethod[Reflect.getMetadata('method', value as object) as RequestMethod];
      const [before, own] = [controller, value as object].map((at) => Reflect.getMetadata('path', at) as string);
      const route = own === '/' ? before! : `${before}/${own}`;
      if (!route.startsWith('api/v1/')) return [];
      const path = publicPath(route.slice('api/v1'.length)).replace(
        /\/:(\w+)/g,
        (_, name: string) => `/{${snake(name)}}`,
      );
      return [`${method} ${path}`];
    }),
  );
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Of the table: "`PATCH`, `DELETE /organizations/{organization_id}`" is two routes. */
function listed(): string[] {
  const [, table = ''] = /^\| about \| routes that ignore unknown fields \|\n(.*?)\n\n/ms.exec(PAGE) ?? [];
  let methods: string[] = [];
  return [...table.matchAll(/`([A-Z]+)(?: (\S+))?`/g)].flatMap(([, method, path]) => {
    methods.push(method!);
    if (path === undefined) return [];
    const found = methods.map((one) => `${one} ${path.replace('…', ORGANIZATION)}`);
    methods = [];
    return found;
  });
}

it('docs/api.md lists every route that ignores unknown fields, and no other', () => {
  expect(listed().sort()).toEqual(routes().sort());
});
