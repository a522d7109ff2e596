import { type components } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { fromNow } from './instant.js';
import { firstOf, LIMIT, listOf } from './lists.js';
import { YES_ON_TERMINAL } from './yes.js';

type Key = components['schemas']['ApiKeyBody'];

const SCOPES = ['read', 'write', 'admin', 'ssf.read', 'ssf.manage'] as const;
const MOST_PER_SECOND = 1_000_000;
const COLUMNS = {
  id: (key: Key) => key.id,
  name: (key: Key) => key.name,
  suffix: (key: Key) => key.key_suffix,
  scopes: (key: Key) => key.scopes.join(', '),
  organizations: (key: Key) => key.organization_ids?.join(', ') ?? 'all',
  status: (key: Key) => key.status,
  created: (key: Key) => key.create_time,
  expires: (key: Key) => key.expire_time,
  'last used': (key: Key) => key.last_used_time,
};

/** Of applications that call the API. */
export const KEYS: readonly Command[] = [
  {
    words: ['keys', 'list'],
    summary: 'List API keys',
    options: LIMIT,
    async run(session) {
      const keys = await firstOf(session, listOf<Key>(session, '/api_keys', 'api_keys'));
      session.show(keys, COLUMNS, 'There is no API key but the first one.');
    },
  },
  {
    words: ['keys', 'create'],
    summary: 'Create an API key',
    options: {
      scopes: {
        value: 'SCOPE,…',
        about: 'read, write, admin, ssf.read or ssf.manage; read unless given',
        values: SCOPES,
      },
      name: { value: 'NAME', about: 'What the key is for' },
      expires: { value: 'TIME', about: 'When the key ends: 90d, or 2027-01-31T12:00:00Z; never unless given' },
      orgs: { value: 'ORG,…', about: 'The organizations that the key is for; all unless given' },
      'rate-limit': { value: 'N', about: 'Requests a second at most; the default of the deployment unless given' },
    },
    async run(session) {
      const scopes = session.words('scopes').map((scope) => session.oneOf('--scopes', scope, SCOPES));
      const expires = session.text('expires');
      const body = {
        scopes: scopes.length === 0 ? ['read'] : scopes,
        name: session.text('name'),
        ...(session.words('orgs').length > 0 && { organization_ids: session.words('orgs') }),
        ...(expires !== undefined && { expire_time: fromNow(expires, 'expires', new Date()) }),
        ...(session.text('rate-limit') !== undefined && {
          rate_limit: session.whole('rate-limit', 1, MOST_PER_SECOND, 1),
        }),
      };
      const created = await session.client.request<components['schemas']['CreatedApiKey']>('POST', '/api_keys', {
        body,
        signal: session.signal,
      });
      if (session.json) return session.printJson(created);
      session.print(`key          ${session.style.bold(created.plain_key)}  (shown only now)`);
      session.print(`id           ${created.api_key.id}`);
      session.print(`scopes       ${created.api_key.scopes.join(', ')}`);
    },
  },
  {
    words: ['keys', 'revoke'],
    summary: 'Revoke an API key: it stops working at once',
    arguments: [{ name: 'id', about: 'Id of the key' }],
    options: YES_ON_TERMINAL,
    details: 'On a terminal the command asks before it revokes.',
    async run(session) {
      const id = session.argument('id');
      const path = `/api_keys/${encodeURIComponent(id)}`;
      const call = { signal: session.signal };
      if (session.asks) {
        const { api_key } = await session.client.request<{ api_key: Key }>('GET', path, call);
        const used = api_key.last_used_time === null ? 'was never used' : `was last used at ${api_key.last_used_time}`;
        await session.confirm(`${plain(api_key.name || '(no name)')} (${id}) stops working at once. The key ${used}.`);
      }
      await session.client.request('DELETE', path, call);
      session.done(`${id} is revoked.`, { revoked: id });
    },
  },
];
