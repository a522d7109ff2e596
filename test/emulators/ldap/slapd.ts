import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { freePort } from '../../support/free-port.js';

const PROGRAM = '/usr/sbin/slapd';
const MODULES = '/usr/lib/ldap';
const SCHEMAS = ['core', 'cosine', 'nis', 'inetorgperson'];

export const SUFFIX = 'dc=acme,dc=com';
export const ADMIN = { dn: `cn=admin,${SUFFIX}`, password: 'admin-password' };
/** The account of a connection: it reads all, and is bound to the limits of an ordinary account unless `unlimited`. */
export const READER = { dn: `cn=rollcall,${SUFFIX}`, password: 'reader-password' };

export const hasSlapd = existsSync(PROGRAM);

export interface SlapdOptions {
  /** Files in PEM; with them StartTLS and `ldaps://` work. */
  tls?: { certificate: string; key: string };
  /** Whether the reader may list more than 500 entries, which is OpenLDAP's limit. */
  unlimited?: boolean;
}

/** A real OpenLDAP server with a directory of its own, on free ports of loopback. */
export class Slapd {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
    readonly port: number,
    readonly tlsPort: number | undefined,
  ) {}

  static async start(options: SlapdOptions = {}): Promise<Slapd> {
    const directory = await mkdtemp(join(tmpdir(), 'rollcall-slapd-'));
    await mkdir(join(directory, 'data'));
    const file = join(directory, 'slapd.conf');
    await writeFile(file, configuration(directory, options));
    await load(file, directory, BASE_ENTRIES);
    const [port, tlsPort] = [await freePort(), options.tls === undefined ? undefined : await freePort()];
    const urls = [`ldap://127.0.0.1:${port}`, ...(tlsPort === undefined ? [] : [`ldaps://127.0.0.1:${tlsPort}`])];
    const child = spawn(PROGRAM, ['-f', file, '-h', urls.join(' '), '-d', '0'], { stdio: 'ignore' });
    const slapd = new Slapd(child, directory, port, tlsPort);
    try {
      await slapd.accepts();
    } catch (error) {
      await slapd.stop();
      throw error;
    }
    return slapd;
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get settings() {
    return { url: this.url, base_dn: SUFFIX };
  }

  get secrets() {
    return { bind_dn: READER.dn, bind_password: READER.password };
  }

  /** What an administrator does in the directory. */
  async edit<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: this.url, strictDN: false });
    try {
      await client.bind(ADMIN.dn, ADMIN.password);
      return await work(client);
    } finally {
      await client.unbind();
    }
  }

  /** Answers nobody until it is called off. */
  freeze(): () => void {
    this.child.kill('SIGSTOP');
    return () => void this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGCONT');
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async accepts(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (this.child.exitCode !== null) throw new Error(`slapd ended with ${this.child.exitCode}`);
      if (await isOpen(this.port)) return;
      await sleep(50);
    }
    throw new Error('slapd does not accept connections');
  }
}

function configuration(directory: string, { tls, unlimited = true }: SlapdOptions): string {
  return [
    ...SCHEMAS.map((name) => `include /etc/ldap/schema/${name}.schema`),
    `modulepath ${MODULES}`,
    'moduleload back_mdb',
    `pidfile ${join(directory, 'slapd.pid')}`,
    `argsfile ${join(directory, 'slapd.args')}`,
    ...(tls === undefined ? [] : [`TLSCertificateFile ${tls.certificate}`, `TLSCertificateKeyFile ${tls.key}`]),
    'database mdb',
    'maxsize 268435456',
    `suffix "${SUFFIX}"`,
    `rootdn "${ADMIN.dn}"`,
    `rootpw ${ADMIN.password}`,
    `directory ${join(directory, 'data')}`,
    'dbnosync',
    'index objectClass eq',
    'index uid eq',
    ...(unlimited
      ? [`limits dn.exact="${READER.dn}" size.soft=unlimited size.hard=unlimited size.prtotal=unlimited`]
      : []),
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${READER.dn}" read by * none`,
    '',
  ].join('\n');
}

const BASE_ENTRIES = `dn: ${SUFFIX}
objectClass: dcObject
objectClass: organization
dc: acme
o: Acme

dn: ou=people,${SUFFIX}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${SUFFIX}
objectClass: organizationalUnit
ou: groups

dn: ${READER.dn}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: rollcall
userPassword: ${READER.password}
`;

async function load(file: string, directory: string, ldif: string): Promise<void> {
  const data = join(directory, 'base.ldif');
  await writeFile(data, ldif);
  await promisify(execFile)('/usr/sbin/slapadd', ['-q', '-f', file, '-l', data]);
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nobody listens yet.
    return false;
  } finally {
    socket.destroy();
  }
}
