import { type PortalLink } from '#client';
import { type Command } from '../command.js';

const ORGANIZATION = { name: 'organization', about: 'Id of the organization, or your own external_id' };

/** Ways into the portal for a customer's administrator. */
export const PORTAL_LINKS: readonly Command[] = [
  {
    words: ['portal-links', 'create'],
    summary: "Create a link into the portal for a customer's administrator",
    arguments: [ORGANIZATION],
    options: {
      'expires-in': { value: 'TIME', about: 'How long the link can be opened: 7d; a minute unless given' },
    },
    details: 'The link works once. It opens the portal of this organization alone.',
    async run(session) {
      const { id } = await session.organization(session.argument('organization'));
      const lifetime = session.text('expires-in');
      const { link } = await session.client.request<{ link: PortalLink }>('PUT', `/organizations/${id}/portal_links`, {
        ...(lifetime !== undefined && { body: { expires_in: lifetime } }),
        signal: session.signal,
      });
      if (session.json) return session.printJson(link);
      session.print(`link         ${session.style.bold(link.location ?? '')}  (shown only now)`);
      session.print(`expires      ${link.expire_time}`);
    },
  },
  {
    words: ['portal-links', 'list'],
    summary: 'List the portal links of an organization that can still be opened',
    arguments: [ORGANIZATION],
    async run(session) {
      const { id } = await session.organization(session.argument('organization'));
      const call = { signal: session.signal };
      const path = `/organizations/${id}/portal_links`;
      const { links } = await session.client.request<{ links: PortalLink[] }>('GET', path, call);
      const columns = { id: (link: PortalLink) => link.id, expires: (link: PortalLink) => link.expire_time };
      session.show(links, columns, 'There is no open portal link.');
    },
  },
];
