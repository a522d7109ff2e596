import { expect, it } from 'vitest';
import { farewell } from './farewell.js';

const url = 'http://127.0.0.1:3000';
const okta = { id: 'dir_1', path: '/organizations/org_1/directories/dir_1', base: `${url}/scim`, secret: 'its-secret' };
const text = (signIn?: string) => farewell({ url, signIn, apiKey: 'the-key', okta, logFile: 'demo.log' });

it('names the dashboard, and how to sign in', () => {
  expect(text()).toContain(`  Dashboard     ${url}/dashboard\n  Sign in       with the API key the-key\n`);
  expect(text(`${url}/dashboard/l/x`)).toContain(
    `  Sign in       ${url}/dashboard/l/x (works once, in a browser on this machine, for 15 minutes), or with the API key the-key\n`,
  );
});
