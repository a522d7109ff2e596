import { type BrowserContextOptions } from 'playwright-core';
import { API_KEY } from '../e2e/management-client.js';
import { Visit } from './browser.js';
import { type PortalRig } from './portal-rig.js';

/** A browser that has signed in to the dashboard. */
export async function signIn(rig: PortalRig, key = API_KEY, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await Visit.begin(rig.url, options);
  visit.context.setDefaultTimeout(20_000);
  await visit.page.goto('/dashboard');
  await visit.page.getByLabel('API key', { exact: true }).fill(key);
  await visit.page.getByRole('button', { name: 'Sign in' }).click();
  await visit.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  return visit;
}
