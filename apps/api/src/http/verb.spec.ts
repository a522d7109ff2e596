import { Get, Post } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { publicPath, routePath, Verb, verbOf, verbRoute } from './verb.js';

class Machines {
  test(): void {}
  find(): void {}
}

const decorate = (decorator: MethodDecorator, name: 'test' | 'find') => {
  const descriptor = Object.getOwnPropertyDescriptor(Machines.prototype, name)!;
  decorator(Machines.prototype, name, descriptor);
  return Reflect.getMetadata('path', descriptor.value as object) as string;
};

describe('a verb', () => {
  it('has one route, which both ends know', () => {
    const route = decorate(Verb(Post, 'test', { of: ':machineId' }), 'test');
    expect(route).toBe(verbRoute('test', { of: ':machineId' }));
    expect(routePath('/api/v1/machines/m_1:test')).toBe(`/api/v1/machines/${route.replace(':machineId', 'm_1')}`);
    expect(publicPath('/api/v1/machines/{machineId}/~test')).toBe('/api/v1/machines/{machineId}:test');
    expect(verbOf(Object.getOwnPropertyDescriptor(Machines.prototype, 'test')!.value as object)).toBe('test');
  });

  it('leaves the text behind it alone', () => {
    const route = decorate(Verb(Get, 'find', { below: ':name' }), 'find');
    expect(route).toBe('~find/:name');
    expect(routePath('/api/v1/machines:find/~a:b:test')).toBe('/api/v1/machines/~find/~a:b:test');
  });

  it.each(['/api/v1/machines/m_1/~test', '/api/v1/machines/m_1/%7Etest', '/api/v1/machines/m_1/%7etest'])(
    'is not reached by the spelling of the router: %s',
    (path) => expect(routePath(path)).toBe('/api/v1/machines/m_1/~~test'),
  );
});
