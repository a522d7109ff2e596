import { generateKeyPairSync } from 'node:crypto';
import { bearerToken, type EmulatedAnswer, type EmulatedRequest, json } from '../emulated-request.js';
import { HttpEmulator } from '../http-emulator.js';
import { Population } from '../population.js';
import { GoogleChannels } from './google-channels.js';
import { googleError } from './google-errors.js';
import { GooglePages } from './google-pages.js';
import type { GoogleGroup, GoogleUser } from './google-records.js';
import { type GoogleAccess, GoogleTokens } from './google-tokens.js';

export const SCOPE = 'https://www.googleapis.com/auth/admin.directory.';
export const SCOPES = ['user.readonly', 'group.readonly', 'group.member.readonly'].map((name) => SCOPE + name);
const API = '/admin/directory/v1/';
const ADMINISTRATOR = 'admin@acme.com';

/** Google's token endpoint and the Admin SDK Directory API for one customer. */
export class GoogleEmulator extends HttpEmulator {
  readonly users = new Population<GoogleUser>();
  readonly groups = new Population<GoogleGroup>();
  /** Users deleted within the last days, as `showDeleted` lists them. */
  readonly deleted = new Population<GoogleUser>();
  readonly access: GoogleAccess;
  readonly tokens: GoogleTokens;
  readonly channels = new GoogleChannels();
  /** The customer's own domains; `domain` of any other is refused. */
  readonly domains = new Set(['acme.com']);
  private readonly privateKey: string;
  private readonly pages = new GooglePages();

  constructor() {
    super();
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    this.access = {
      clientEmail: 'rollcall@acme-sync.iam.gserviceaccount.com',
      publicKey,
      people: new Map([[ADMINISTRATOR, { administrator: true }]]),
      scopes: new Set(SCOPES),
    };
    this.tokens = new GoogleTokens(this.access);
  }

  /** The JSON key that the administrator downloads; `token_uri` is Google's own, so that `token_url` must be heeded. */
  get serviceAccount(): Record<string, string> {
    return {
      type: 'service_account',
      project_id: 'acme-sync',
      private_key_id: 'key-1',
      private_key: this.privateKey,
      client_email: this.access.clientEmail,
      client_id: '110000000000000000001',
      token_uri: 'https://oauth2.googleapis.com/token',
    };
  }

  get settings() {
    return { admin_email: ADMINISTRATOR, api_base: this.origin, token_url: `${this.origin}/token` };
  }

  get secrets() {
    return { service_account: this.serviceAccount };
  }

  protected answer(request: EmulatedRequest): EmulatedAnswer | Promise<EmulatedAnswer> {
    const { pathname } = request.url;
    if (pathname === '/token') return this.tokens.answer(request);
    const refused = this.refusal(request);
    if (refused) return refused;
    if (pathname === '/admin/directory_v1/channels/stop') return this.channels.stop(request);
    const path = pathname.slice(API.length).split('/').map(decodeURIComponent);
    const [kind, key, part] = path;
    if (kind === 'users' && key === 'watch') return this.channels.watch(request);
    if (request.method !== 'GET') return googleError(405, 'httpMethodNotAllowed', 'Method Not Allowed');
    if (kind === 'users') return key === undefined ? this.listUsers(request) : this.readUser(key);
    if (kind !== 'groups') return googleError(404, 'notFound', 'Not Found');
    if (key === undefined) return this.listGroups(request);
    const group = this.groups.find(({ id, email }) => id === key || email === key.toLowerCase());
    if (group === undefined) return googleError(404, 'notFound', `Resource Not Found: groupKey`);
    return part === 'members' ? this.listMembers(request, group) : json(200, shownGroup(group));
  }

  private refusal(request: EmulatedRequest): EmulatedAnswer | undefined {
    const grant = this.tokens.granted(bearerToken(request));
    if (grant === undefined)
      return googleError(
        401,
        'authError',
        'Request had invalid authentication credentials. Expected OAuth 2 access token.',
      );
    const { pathname } = request.url;
    if (!pathname.startsWith('/admin/directory')) return googleError(404, 'notFound', 'Not Found');
    const needed = pathname.endsWith('/members')
      ? 'group.member.readonly'
      : pathname.startsWith(`${API}groups`)
        ? 'group.readonly'
        : 'user.readonly';
    if (!grant.scopes.includes(SCOPE + needed))
      return googleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
    if (!this.access.people.get(grant.subject)?.administrator)
      return googleError(403, 'forbidden', 'Not Authorized to access this resource/api');
    return undefined;
  }

  private listUsers(request: EmulatedRequest): EmulatedAnswer {
    const query = request.url.searchParams;
    const wrong = this.wrongOwner(query);
    if (wrong) return wrong;
    const listed = query.get('showDeleted') === 'true' ? this.deleted : this.users;
    return this.pages.answer(query, { key: 'users', kind: 'admin#directory#users', most: 500, standard: 100 }, listed);
  }

  private readUser(key: string): EmulatedAnswer {
    const user = this.users.get(key) ?? this.users.find(({ primaryEmail }) => primaryEmail === key.toLowerCase());
    return user ? json(200, user) : googleError(404, 'notFound', 'Resource Not Found: userKey');
  }

  private listGroups(request: EmulatedRequest): EmulatedAnswer {
    const query = request.url.searchParams;
    const wrong = this.wrongOwner(query);
    const kind = { key: 'groups', kind: 'admin#directory#groups', most: 200, standard: 200 };
    return wrong ?? this.pages.answer(query, kind, this.groups, shownGroup);
  }

  private listMembers(request: EmulatedRequest, group: GoogleGroup): EmulatedAnswer {
    const query = request.url.searchParams;
    const members = query.get('includeDerivedMembership') === 'true' ? this.derived(group, new Set()) : group.members;
    const list = new Population<{ id: string }>();
    members.forEach((member, at) => list.put({ ...member, id: member.id ?? `customer-${at}` }));
    const kind = { key: 'members', kind: 'admin#directory#members', most: 200, standard: 200 };
    return this.pages.answer(query, kind, list, (member) =>
      member.id.startsWith('customer-') ? { ...member, id: undefined } : member,
    );
  }

  /** The members of nested groups as well; a group that contains itself is visited once. */
  private derived(group: GoogleGroup, seen: Set<string>): GoogleGroup['members'] {
    if (seen.has(group.id)) return [];
    seen.add(group.id);
    return group.members.flatMap((member) => {
      const nested = member.type === 'GROUP' && member.id !== undefined ? this.groups.get(member.id) : undefined;
      return nested ? [member, ...this.derived(nested, seen)] : [member];
    });
  }

  /** Exactly one of `customer` and `domain` must be there. */
  private wrongOwner(query: URLSearchParams): EmulatedAnswer | undefined {
    const [customer, domain] = [query.get('customer'), query.get('domain')];
    if ((customer === null) === (domain === null)) return googleError(400, 'badRequest', 'Bad Request');
    if (domain !== null && !this.domains.has(domain)) return googleError(404, 'domainNotFound', 'Domain not found.');
    if (customer !== null && !['my_customer', 'C01234567'].includes(customer))
      return googleError(403, 'forbidden', 'Not Authorized to access this resource/api');
    return undefined;
  }
}

/** A group as the API shows it; the number is a string there. */
const shownGroup = ({ members, ...group }: GoogleGroup) => ({
  kind: 'admin#directory#group',
  ...group,
  directMembersCount: String(members.length),
});
