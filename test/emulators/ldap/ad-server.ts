import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { BindRequest, PagedResultsControl, SearchRequest } from 'ldapts';
import { AdDirectory, NC, shownAttributes } from './ad-directory.js';
import type { AdEntry } from './ad-entry.js';
import {
  CODE,
  entryMessage,
  messageLength,
  OP,
  type Received,
  received,
  referenceMessage,
  resultMessage,
  ShowDeleted,
} from './ldap-messages.js';

/** The most entries of one answer (MaxPageSize). */
const MOST = 1000;

/** A connection of a client: who has signed in, and which listings are not at their end. */
interface Connection {
  socket: Socket;
  bound: boolean;
  cookies: Map<string, AdEntry[]>;
}

/** LDAP as a domain controller speaks it, as far as a connector hears it: what a real slapd cannot do. */
export class AdServer {
  readonly directory = new AdDirectory();
  readonly reader = { dn: `CN=rollcall,CN=Users,${NC}`, password: 'reader-password' };
  /** Searches in order of arrival. */
  readonly searches: { base: string; filter: string }[] = [];
  /** Pages until the connection is cut; undefined for never. */
  pagesUntilCut: number | undefined;
  /** Whether every page is preceded by one without entries, as a busy server may send. */
  sendsEmptyPages = false;
  /** Called before each search is answered: what somebody does at the same time. */
  onSearch: (search: { base: string; filter: string }) => void = () => {};
  /** The result code of searches below this base, in place of an answer. */
  refusal: { base: string; code: number } | undefined;
  /** Sends the entries of a page, and never that the page is complete. */
  fallsSilent = false;
  /** Hears everything, and answers nothing, not even who signs in. */
  isDeaf = false;
  /** What it does when it is asked to encrypt the connection. `silence`: it agrees, and says nothing any more. */
  onStartTls: 'refusal' | 'silence' = 'refusal';
  /** Messages that have arrived. */
  heard = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  /** What waits while nobody is answered. */
  private held: (() => void)[] | undefined;

  constructor() {
    this.server = createServer((socket) => this.serve(socket));
  }

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get settings() {
    return { url: `ldap://127.0.0.1:${(this.server.address() as AddressInfo).port}`, base_dn: NC };
  }

  get secrets() {
    return { bind_dn: this.reader.dn, bind_password: this.reader.password };
  }

  /** Answers nobody until it is called off. */
  hold(): () => void {
    this.held = [];
    return () => {
      const waiting = this.held ?? [];
      this.held = undefined;
      for (const answer of waiting) answer();
    };
  }

  /** As a server does with connections on which nothing was said for long. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.end();
  }

  get connections(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    const connection: Connection = { socket, bound: false, cookies: new Map() };
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    let bytes: Buffer = Buffer.alloc(0);
    // A client that is gone is no fault here.
    socket.on('error', () => socket.destroy());
    socket.on('data', (data: Buffer) => {
      bytes = Buffer.concat([bytes, data]);
      for (let length = messageLength(bytes); length !== undefined; length = messageLength(bytes)) {
        const message = received(bytes.subarray(0, length));
        bytes = bytes.subarray(length);
        if (this.held === undefined) this.handle(connection, message);
        else this.held.push(() => this.handle(connection, message));
      }
    });
  }

  private handle(connection: Connection, message: Received): void {
    this.heard += 1;
    if (this.isDeaf) return;
    if (message.op === OP.extended && this.onStartTls === 'silence') {
      connection.socket.write(resultMessage(message.id, 0x78, CODE.success));
      connection.socket.removeAllListeners('data').resume();
    } else if (message.op === OP.bind) this.bind(connection, message);
    else if (message.op === OP.search) this.search(connection, message);
    else if (message.op === OP.unbind) connection.socket.end();
    else connection.socket.write(resultMessage(message.id, 0x78, CODE.unwillingToPerform));
  }

  private bind(connection: Connection, { id, reader }: Received): void {
    const request = new BindRequest({ messageId: id });
    request.parse(reader, []);
    const known =
      request.dn.toLowerCase() === this.reader.dn.toLowerCase() && request.password === this.reader.password;
    connection.bound = known;
    const text = known ? '' : '80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4563';
    connection.socket.write(resultMessage(id, 0x61, known ? CODE.success : CODE.invalidCredentials, text));
  }

  private search(connection: Connection, { id, reader }: Received): void {
    const request = new SearchRequest({ messageId: id, filter: undefined as never });
    const deleted = new ShowDeleted();
    request.parse(reader, [deleted]);
    const { socket } = connection;
    const done = (code: number, text = '', controls: PagedResultsControl[] = []) =>
      socket.write(resultMessage(id, 0x65, code, text, controls));
    const { baseDN, scope = 'sub', filter } = request;
    const asked = { base: String(baseDN), filter: filter.toString() };
    this.searches.push(asked);
    this.onSearch(asked);
    if (this.refusal !== undefined && asked.base.endsWith(this.refusal.base)) return void done(this.refusal.code);
    if (baseDN !== '' && !connection.bound)
      return void done(CODE.operationsError, '000004DC: a successful bind must be completed on the connection');
    const paging = request.controls?.find((control) => control instanceof PagedResultsControl);
    const withDeleted = request.controls?.includes(deleted) ?? false;
    const cookie = paging?.value?.cookie?.toString() ?? '';
    const found =
      cookie === ''
        ? this.directory.search(String(baseDN), scope, filter, withDeleted)
        : connection.cookies.get(cookie);
    if (cookie !== '' && found === undefined)
      return void done(CODE.unwillingToPerform, 'the cookie is of another connection');
    if (found === undefined) return void done(CODE.noSuchObject);
    connection.cookies.delete(cookie);
    const isEmptyPage = paging !== undefined && this.sendsEmptyPages && !cookie.startsWith('again');
    const size = isEmptyPage ? 0 : Math.min(paging?.value?.size ?? MOST, MOST);
    if (paging !== undefined && this.pagesUntilCut !== undefined) {
      this.pagesUntilCut -= 1;
      if (this.pagesUntilCut < 0) return void socket.destroy();
    }
    for (const entry of found.slice(0, size))
      socket.write(entryMessage(id, entry.dn, shownAttributes(entry, request.attributes)));
    // The rest of the forest is elsewhere; who listens to this domain passes over it.
    if (scope === 'sub' && String(baseDN) === NC)
      socket.write(referenceMessage(id, `ldap://DomainDnsZones.acme.com/DC=DomainDnsZones,${NC}`));
    if (this.fallsSilent) return;
    const rest = found.slice(size);
    if (paging === undefined) return void done(rest.length > 0 ? CODE.sizeLimitExceeded : CODE.success);
    const next = rest.length === 0 ? '' : `${isEmptyPage ? 'again' : 'page'}-${randomUUID()}`;
    if (next !== '') connection.cookies.set(next, rest);
    done(CODE.success, '', [new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(next) } })]);
  }
}
