import {
  type Client,
  type Control,
  FilterParser,
  MessageResponseStatus,
  PagedResultsControl,
  SearchRequest,
  type SearchResponse,
  StatusCodeParser,
} from 'ldapts';
import { LdapRecord } from './ldap-record.js';

/** Active Directory gives no more than 1,000 entries at once (MaxPageSize). */
const PAGE_SIZE = 500;

export interface LdapQuery {
  base: string;
  scope?: 'base' | 'sub';
  filter: string;
  attributes: string[];
  /** Attributes whose values are bytes. */
  binary?: readonly string[];
  controls?: Control[];
  /** Entries of a page; 500 unless given. */
  size?: number;
}

/** The connection ended within a listing. ldapts would connect again, without the bind, and see less. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** What of ldapts is not public: a search through it ends at a page without entries, though RFC 2696 §3 lets a server send one. */
interface LdaptsInternals {
  _send(request: SearchRequest): Promise<SearchResponse | undefined>;
  _nextMessageId(): number;
}

/** The entries of a search, page by page (RFC 2696). */
export async function* searchPages(client: Client, query: LdapQuery): AsyncGenerator<LdapRecord[]> {
  const internals = client as unknown as LdaptsInternals;
  const size = query.size ?? PAGE_SIZE;
  const paging = new PagedResultsControl({ value: { size } });
  const binary = [...(query.binary ?? [])];
  const request = new SearchRequest({
    messageId: -1,
    baseDN: query.base,
    scope: query.scope ?? 'sub',
    filter: FilterParser.parseString(query.filter),
    attributes: query.attributes,
    explicitBufferAttributes: binary,
    controls: [paging, ...(query.controls ?? [])],
  });
  for (;;) {
    if (!client.isBound) throw new ConnectionLostError('the connection ended in the middle of the listing');
    request.messageId = internals._nextMessageId();
    const response = await internals._send(request);
    if (response?.status !== MessageResponseStatus.Success) throw StatusCodeParser.parse(response);
    yield response.searchEntries.map((entry) => new LdapRecord(entry.toObject(query.attributes, binary)));
    const answered = response.controls?.find((control) => control instanceof PagedResultsControl);
    const cookie = answered?.value?.cookie;
    if (cookie === undefined || cookie.length === 0) return;
    paging.value = { size, cookie };
  }
}

/** The one entry of a DN, or undefined. */
export async function readEntry(
  client: Client,
  dn: string,
  attributes: string[],
  binary: readonly string[] = [],
): Promise<LdapRecord | undefined> {
  if (!client.isBound) throw new ConnectionLostError('the connection ended in the middle of the listing');
  const { searchEntries } = await client.search(dn, {
    scope: 'base',
    filter: '(objectClass=*)',
    attributes,
    explicitBufferAttributes: [...binary],
  });
  const [entry] = searchEntries;
  return entry === undefined ? undefined : new LdapRecord(entry);
}
