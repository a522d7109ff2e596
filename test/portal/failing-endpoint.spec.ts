import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver } from '../support/index.js';
import { closeBrowser, hasChromium, type Visit } from './browser.js';
import { PortalRig, type RigDirectory } from './portal-rig.js';
import { signIn } from './sign-in.js';

/** What a developer sees of a webhook that does not arrive. Not a part of .ci/run. */
describe.skipIf(!hasChromium)('a delivery to a failing endpoint', () => {
  let rig: PortalRig;
  let receiver: Receiver;
  let directory: RigDirectory;
  let visit: Visit;

  beforeAll(async () => {
    receiver = await Receiver.start();
    receiver.answer = () => ({ status: 503, body: 'down for maintenance', headers: { 'x-reason': 'upgrade' } });
    // The second attempt comes at once, the third in five minutes.
    rig = await PortalRig.start({ ROLLCALL_RETRY_SCHEDULE: '100ms,5m,5m', ROLLCALL_RETRY_JITTER: '0' });
    await rig.app.post('webhook_endpoints', { url: receiver.url });
    directory = await rig.app.directory();
    const ada = await rig.app.user(directory, 'ada@megasoft.example');
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    for (const title of ['Countess', 'Programmer']) {
      const Operations = [{ op: 'replace', path: 'title', value: title }];
      await rig.app.scim(directory, 'PATCH', `Users/${ada}`, { schemas, Operations });
    }
    visit = await signIn(rig);
  });
  afterAll(async () => {
    await visit?.end();
    await closeBrowser();
    await receiver?.close();
    await rig?.stop();
  });

  const page = () => visit.page;
  const rows = () => page().getByRole('table', { name: 'Deliveries' }).getByRole('row');
  const created = () => rows().filter({ hasText: 'user_created' });
  const details = () => page().getByRole('region', { name: 'Delivery details' });
  const fact = async (name: string) =>
    details().getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd[1]');

  it('shows each attempt, when the next one is, and what waits for it', async () => {
    await page().goto('/dashboard/deliveries');
    await expect.poll(() => created().textContent()).toContain('Retrying');
    await created().getByRole('link').click();
    const attempts = details().getByRole('list', { name: 'Attempts' }).getByRole('listitem');
    await expect.poll(() => attempts.count()).toBe(2);
    for (const attempt of await attempts.all()) {
      expect(await attempt.textContent()).toMatch(/503/);
      expect(await attempt.textContent()).toMatch(/\d ms/);
      await attempt.getByText(/^Answer to attempt \d$/).click();
      await attempt.getByText('down for maintenance').waitFor();
      await attempt.getByText('upgrade').waitFor();
    }
    const next = (await fact('Next attempt')).getByRole('time');
    await expect.poll(() => next.textContent()).toMatch(/^in \d min \d+ s$/);
    const before = await next.textContent();
    await expect.poll(() => next.textContent()).not.toBe(before);
    const behind = (await fact('Waiting behind it')).getByRole('link');
    await expect.poll(() => behind.count()).toBe(2);
    const id = page().url().split('/').at(-1)!.split('?')[0]!;
    await behind.first().click();
    await (await fact('Waits for')).getByRole('link', { name: id }).click();
    await expect.poll(() => attempts.count()).toBe(2);
  });

  it('is sent again at once, and everything after it, without a reload', async () => {
    receiver.answer = () => ({ status: 204 });
    await page().evaluate('globalThis.sameDocument = true');
    await details().getByRole('button', { name: 'Resend now' }).click();
    await page().getByText('The delivery is being sent now.').waitFor();
    await expect.poll(() => details().getByRole('list', { name: 'Attempts' }).getByRole('listitem').count()).toBe(3);
    await details().getByRole('list', { name: 'Attempts' }).getByText('204').waitFor();
    await expect.poll(() => created().textContent()).toContain('Delivered');
    await expect
      .poll(() => rows().filter({ hasText: 'user_updated' }).filter({ hasText: 'Delivered' }).count())
      .toBe(2);
    expect(await page().evaluate('globalThis.sameDocument')).toBe(true);
    const bodies = receiver.received.map(({ rawBody }) => JSON.parse(rawBody.toString()) as { type: string });
    expect(bodies.slice(-3).map(({ type }) => type.split('.').at(-1))).toEqual([
      'user_created',
      'user_updated',
      'user_updated',
    ]);
    expect(visit.violations).toEqual([]);
  });
});
