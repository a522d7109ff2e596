import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Person } from '#simulation';

const USER = 'SERVICE-DEMO';
const TOKEN = 'the-token-of-the-demo';

/** A simulated HiBob, which pushes nothing: it lists its people to whoever asks with the right credentials. */
export class HiBob {
  readonly name = 'HiBob';
  readonly people = new Set<Person>();
  /** Its answers end in the middle. */
  isCutShort = false;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => this.answer(request, response));
  }

  /** Listens on a free port of this machine. */
  static async start(): Promise<HiBob> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // It ends with the demo.
    server.unref();
    return new HiBob(server);
  }

  /** What an administrator enters for the directory. */
  get connection() {
    return {
      settings: {
        api_base: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
        groups_from: ['department'],
      },
      secrets: { service_user_id: USER, token: TOKEN },
      schedule: 'off',
    };
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const expected = `Basic ${Buffer.from(`${USER}:${TOKEN}`).toString('base64')}`;
    const isKnown = request.method === 'POST' && request.url === '/v1/people/search';
    if (request.headers.authorization !== expected || !isKnown) {
      response.writeHead(isKnown ? 401 : 404).end();
      return;
    }
    const body = JSON.stringify({ employees: [...this.people].map(employee) });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    if (this.isCutShort) response.write(body.slice(0, body.length / 2), () => response.destroy());
    else response.end(body);
  }
}

const employee = ({ externalId, userName, given, family, title, department, manager }: Person): object => ({
  id: externalId,
  email: userName,
  firstName: given,
  surname: family,
  displayName: `${given} ${family}`,
  work: { title, department, ...(manager && { reportsTo: { id: manager.externalId } }) },
  internal: { status: 'Active' },
});
