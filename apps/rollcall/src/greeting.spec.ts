import { expect, it } from 'vitest';
import { greeting } from './greeting.js';
import { isLoopback } from './sign-in-link.js';

const url = 'http://127.0.0.1:3000';

it('names the dashboard by the public URL, and the link that signs in where there is one', () => {
  const text = greeting({ url, publicUrl: 'https://rollcall.example', signIn: `${url}/dashboard/l/x` });
  expect(text).toContain('  Dashboard  https://rollcall.example/dashboard\n');
  expect(text).toContain(
    `  Sign in    ${url}/dashboard/l/x (works once, in a browser on this machine, for 15 minutes)\n`,
  );
  expect(greeting({ url, publicUrl: url })).not.toContain('Sign in');
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
])('%s is reached from this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
