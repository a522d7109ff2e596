import { expect, it } from 'vitest';
import { cookie, readCookie } from './cookies.js';

it('finds a cookie by its whole name', () => {
  const headers = { cookie: 'rollcall_portal_framed=no; a=b=c; rollcall_portal=Abc1 ; x' };
  expect(readCookie(headers, 'rollcall_portal')).toBe('Abc1');
  expect(readCookie(headers, 'portal')).toBeUndefined();
  expect(readCookie({ cookie: 'rollcall_portal=a b' }, 'rollcall_portal')).toBeUndefined();
  expect(readCookie({}, 'rollcall_portal')).toBeUndefined();
});

it('writes one that scripts cannot read', () => {
  const options = { path: '/portal', maxAge: 60, sameSite: 'None', secure: true, partitioned: true } as const;
  expect(cookie('a', 'b', options)).toBe('a=b; Path=/portal; Max-Age=60; HttpOnly; SameSite=None; Secure; Partitioned');
});
