import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { PORTAL_SECTIONS } from '../../apps/api/src/management/portal-links/sections.js';
import { runSql, until } from '../support/index.js';
import { MailServer } from '../support/smtp.js';
import { ManagementClient } from './management-client.js';
import { PortalClient } from './portal-client.js';

let server: MailServer;
let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  server = await MailServer.start();
  app = await ManagementClient.start({ SMTP_URL: server.url, MAIL_FROM: 'Rollcall <rollcall@example.com>' });
  worker = await app.startWorker();
});
afterAll(async () => {
  await worker.close();
  await app.stop();
  await server.close();
});
beforeEach(async () => {
  server.clear();
  directory = await app.directory();
  await settings({ allow_invites: true });
});

const settings = (body: object) =>
  app.call('PUT', `/api/v1/organizations/${directory.organizationId}/portal_settings`, body);
const links = () => `organizations/${directory.organizationId}/portal_links`;
const create = (body: object) => app.call('PUT', `/api/v1/${links()}`, body);
/** As a browser clicks "Continue". */
const click = (location: string) =>
  fetch(`${app.api.url}${new URL(location).pathname}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'manual',
  });
const sessionOf = async (location: string) => {
  const entered = await click(location);
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  return await app.call('GET', '/portal/api/session', undefined, {
    authorization: '',
    cookie,
    'x-rollcall-client': 'portal',
  });
};

describe('a colleague who is invited', () => {
  it('gets in once, to no more than the one who invites', async () => {
    const link = { sections: ['setup', 'users'], directory_id: directory.directoryId };
    const portal = await PortalClient.open(app, directory.organizationId, link);
    expect((await portal.get('session')).body.session.can_invite).toBe(true);
    const reply = await portal.call('POST', 'links', { expires_in: '1h', sections: ['users'] });
    expect([reply.status, reply.body]).toEqual([
      201,
      {
        link: {
          id: expect.stringMatching(/^lnk_/),
          location: expect.stringMatching(/^https:\/\/rollcall\.example\/portal\/l\/[A-Za-z0-9]{48}$/),
          expire_time: expect.any(String),
        },
      },
    ]);
    const { location } = reply.body.link;
    const { session } = (await sessionOf(location)).body;
    expect(session).toMatchObject({ sections: ['users'], directory_id: directory.directoryId });
    expect((await click(location)).status).toBe(410);
    const all = await sessionOf((await portal.call('POST', 'links')).body.link.location);
    expect(all.body.session.sections).toEqual(['setup', 'users']);
  });

  it.each([
    [{ expires_in: '59m' }, 'expires_in'],
    [{ expires_in: '8d' }, 'expires_in'],
    [{ sections: ['settings'] }, 'sections'],
    [{ sections: [] }, 'sections'],
    [{ send_to: ['a@example.com'] }, 'send_to'],
  ])('is not invited by %j', async (body, field) => {
    const portal = await PortalClient.open(app, directory.organizationId, { sections: ['setup'] });
    const reply = await portal.call('POST', 'links', body);
    expect([reply.status, reply.body.details[0].field_violations[0].field]).toEqual([400, field]);
  });

  it('is not invited where the settings do not allow that', async () => {
    await settings({ allow_invites: false });
    const portal = await PortalClient.open(app, directory.organizationId);
    expect((await portal.get('session')).body.session.can_invite).toBe(false);
    expect((await portal.call('POST', 'links', {})).status).toBe(403);
  });

  it('is out with everybody who descends from a link that is revoked', async () => {
    const { link: root } = (await create({ expires_in: '1h' })).body;
    const first = await enter(root.location);
    const { link: second } = (await first.call('POST', 'links', {})).body;
    const guest = await enter(second.location);
    const { link: third } = (await guest.call('POST', 'links', {})).body;
    const other = await PortalClient.open(app, directory.organizationId);
    expect((await app.delete(`${links()}/${second.id}`)).status).toBe(204);
    expect((await click(third.location)).status).toBe(410);
    expect((await guest.get('session')).status).toBe(401);
    expect((await first.get('session')).status).toBe(200);
    const { link: fourth } = (await first.call('POST', 'links', {})).body;
    expect((await app.delete(`${links()}/${root.id}`)).status).toBe(204);
    expect((await click(fourth.location)).status).toBe(410);
    expect((await first.get('session')).status).toBe(401);
    expect((await other.get('session')).status).toBe(200);
  });

  it('gets no link that outlives thirty days from the first one', async () => {
    const portal = await PortalClient.open(app, directory.organizationId);
    await runSql(app.database.url, `UPDATE portal_links SET rooted_at = now() - interval '29 days'`);
    const { expire_time } = (await portal.call('POST', 'links', { expires_in: '7d' })).body.link;
    const left = Date.parse(expire_time) - Date.now();
    expect(left).toBeGreaterThan(86_000_000);
    expect(left).toBeLessThanOrEqual(86_400_000);
  });

  it('is in the audit log', async () => {
    const portal = await PortalClient.open(app, directory.organizationId);
    const { id } = (await portal.call('POST', 'links', {})).body.link;
    const { audit_logs } = (await portal.get('audit_logs?action=portal_link.invite')).body;
    expect(audit_logs).toMatchObject([{ actor: 'portal', target_id: id }]);
  });

  /** Whoever clicks on the link. */
  async function enter(location: string): Promise<PortalClient> {
    const entered = await click(location);
    return PortalClient.of(app, entered.headers.get('set-cookie')!.split(';')[0]!);
  }
});

describe('a portal link', () => {
  it('is mailed to whom it is for, once, and works', async () => {
    const reply = await create({ expires_in: '7d', send_to: ['it@megasoft.example', 'it@megasoft.example'] });
    expect(reply.status).toBe(200);
    const { id, location } = reply.body.link;
    await until(() => expect(server.to('it@megasoft.example')).toHaveLength(1));
    const { raw } = server.to('it@megasoft.example')[0]!;
    expect(raw).toContain('Set up directory sync for Megasoft');
    // Lines of a mail are broken by `=`.
    expect(raw.replaceAll('=\r\n', '')).toContain(location);
    const { mails } = (await app.get(`organizations/${directory.organizationId}/mails`)).body;
    expect(mails).toMatchObject([{ mail: 'portal_link', to: 'it@megasoft.example' }]);
    expect(JSON.stringify(mails)).not.toContain(location);
    await until(async () => {
      const rows = await runSql(
        app.database.url,
        `SELECT text_part || html_part AS text FROM mails WHERE state = 'sent'`,
      );
      expect(JSON.stringify(rows)).not.toContain(location);
      expect(rows.length).toBeGreaterThan(0);
    });
    const { session } = (await sessionOf(location)).body;
    expect(session.sections).toEqual([...PORTAL_SECTIONS]);
    expect((await app.delete(`${links()}/${id}`)).status).toBe(204);
  });

  it('is mailed in the words of the organization', async () => {
    const templates = { portal_link: { subject: 'Hi {{organization.name}}', text: 'Go to {{link.url}}' } };
    await app.call('PUT', `/api/v1/organizations/${directory.organizationId}/mail`, { templates });
    await create({ send_to: ['it@megasoft.example'] });
    await until(() => expect(server.to('it@megasoft.example')[0]?.raw).toContain('Subject: Hi Megasoft'));
  });
});
