import { describe, expect, it } from 'vitest';
import { path } from './path.js';

describe('path', () => {
  it('encodes ids', () => {
    expect(path`/organizations:external/${'known/customer 1:x'}`).toBe(
      '/organizations:external/known%2Fcustomer%201%3Ax',
    );
  });

  it.each([[''], ['.'], ['..'], [undefined as unknown as string]])('refuses %j, which would lead elsewhere', (id) => {
    expect(() => path`/organizations/${id}`).toThrow(TypeError);
  });
});
