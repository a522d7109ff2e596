import { type Type } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { verbOf } from '../../http/verb.js';
import { ManagementModule } from '../management.module.js';

interface Handler {
  name: string;
  path: string;
  value: object;
  isHidden: boolean;
}

/** Every handler of the management API, the portal and the stream API. */
function handlers(): Handler[] {
  const controllers = Reflect.getMetadata('controllers', ManagementModule) as Type[];
  return controllers.flatMap((controller) =>
    Object.entries(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(([name, { value }]): Handler[] => {
      if (typeof value !== 'function' || !Reflect.hasMetadata('method', value as object)) return [];
      const path = [controller, value as object].map((at) => String(Reflect.getMetadata('path', at))).join('/');
      const isHidden =
        Reflect.hasMetadata('swagger/apiExcludeController', controller) ||
        Reflect.hasMetadata('swagger/apiExcludeEndpoint', value as object);
      return [{ name: `${controller.name}.${name}`, path, value: value as object, isHidden }];
    }),
  );
}

describe('a route of the management API', () => {
  it('has an operation id that is written by hand: the name of a class is nobody else’s to know', () => {
    const shown = handlers().filter(({ isHidden }) => !isHidden);
    expect(shown.length).toBeGreaterThan(120);
    const idOf = ({ value }: Handler) =>
      (Reflect.getMetadata('swagger/apiOperation', value) as { operationId?: string } | undefined)?.operationId;
    expect(shown.filter((handler) => idOf(handler) === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('gets its verb from Verb, which both ends know', () => {
    const verbs = handlers().filter(({ path }) => path.includes('~'));
    expect(verbs.length).toBeGreaterThan(20);
    expect(verbs.filter(({ value }) => verbOf(value) === undefined).map(({ name }) => name)).toEqual([]);
  });
});
