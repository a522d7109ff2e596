import { Attribute, Change } from 'ldapts';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { type Fault } from '../emulators/fault.js';
import { GoogleEmulator } from '../emulators/google/google-emulator.js';
import { googleUser } from '../emulators/google/google-records.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { type HttpEmulator } from '../emulators/http-emulator.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { Slapd, SUFFIX } from '../emulators/ldap/slapd.js';
import { WorkdayEmulator, workdayRow } from '../emulators/workday/workday-emulator.js';

/** What an administrator does in a source, in the words of the suite. `key` names a person within the source. */
export interface ConformanceSource {
  settings: object;
  secrets: object;
  /** The part of an address at which a listing fails; undefined for sources that are not HTTP. */
  http?: { emulator: HttpEmulator; listing: string };
  /** @param email null: none */
  add(key: string, email?: string | null): Promise<void> | void;
  setTitle(key: string, title: string): Promise<void> | void;
  deactivate?(key: string): Promise<void> | void;
  remove(key: string): Promise<void> | void;
  /** Secrets that the source refuses. */
  wrongSecrets: object;
  close(): Promise<void>;
}

const addressOf = (key: string) => `${key}@acme.com`;

async function google(): Promise<ConformanceSource> {
  const emulator = await new GoogleEmulator().listen();
  const user = (key: string, email: string) => googleUser(key, email, ['Person', key]);
  return {
    settings: emulator.settings,
    secrets: emulator.secrets,
    http: { emulator, listing: '/directory/v1/users' },
    add: (key, email) => emulator.users.put(user(key, email ?? addressOf(key))),
    setTitle: (key, title) => emulator.users.change(key, { organizations: [{ title, primary: true }] }),
    deactivate: (key) => emulator.users.change(key, { suspended: true }),
    remove: (key) => emulator.users.remove(key),
    wrongSecrets: { service_account: new GoogleEmulator().serviceAccount },
    close: () => emulator.close(),
  };
}

async function bamboohr(): Promise<ConformanceSource> {
  const emulator = await new BambooHrEmulator().listen();
  return {
    settings: emulator.settings,
    secrets: emulator.secrets,
    http: { emulator, listing: '/employees/' },
    add: (key, email = addressOf(key)) =>
      emulator.employees.add(bambooEmployee(key, ['Person', key], { workEmail: email })),
    setTitle: (key, jobTitle) => emulator.employees.change(key, { jobTitle }),
    deactivate: (key) => emulator.employees.change(key, { status: 'Inactive' }),
    remove: (key) => emulator.employees.remove(key),
    wrongSecrets: { api_key: 'a-wrong-secret' },
    close: () => emulator.close(),
  };
}

async function workday(): Promise<ConformanceSource> {
  const emulator = await new WorkdayEmulator().listen();
  return {
    settings: emulator.settings,
    secrets: emulator.secrets,
    http: { emulator, listing: '/customreport2/' },
    add: (key, email = addressOf(key)) =>
      emulator.rows.put(workdayRow(key, ['Person', key], { Work_Email: email ?? undefined })),
    setTitle: (key, title) => emulator.rows.change(key, { Business_Title: title }),
    deactivate: (key) => emulator.rows.change(key, { Active_Status: '0' }),
    remove: (key) => emulator.rows.remove(key),
    wrongSecrets: { username: emulator.username, password: 'a-wrong-secret' },
    close: () => emulator.close(),
  };
}

async function hibob(): Promise<ConformanceSource> {
  const emulator = await new HiBobEmulator().listen();
  const change = (key: string, fields: Record<string, unknown>) =>
    emulator.people.change(key, { fields: { ...emulator.people.get(key)!.fields, ...fields } });
  return {
    settings: emulator.settings,
    secrets: emulator.secrets,
    http: { emulator, listing: '/people/search' },
    add: (key, email = addressOf(key)) =>
      emulator.people.put(bobEmployee(key, ['Person', key], { 'root.email': email })),
    setTitle: (key, title) => change(key, { 'work.title': title }),
    deactivate: (key) => change(key, { 'internal.status': 'Inactive' }),
    remove: (key) => emulator.people.remove(key),
    wrongSecrets: { service_user_id: emulator.serviceUserId, token: 'a-wrong-secret' },
    close: () => emulator.close(),
  };
}

async function openldap(): Promise<ConformanceSource> {
  const slapd = await Slapd.start();
  const dnOf = (key: string) => `uid=${key},ou=people,${SUFFIX}`;
  return {
    settings: slapd.settings,
    secrets: slapd.secrets,
    add: (key, email = addressOf(key)) =>
      slapd.edit((client) =>
        client.add(dnOf(key), {
          objectClass: ['inetOrgPerson'],
          uid: key,
          cn: `Person ${key}`,
          sn: key,
          ...(email === null ? {} : { mail: email }),
        }),
      ),
    setTitle: (key, title) =>
      slapd.edit((client) =>
        client.modify(
          dnOf(key),
          new Change({ operation: 'replace', modification: new Attribute({ type: 'title', values: [title] }) }),
        ),
      ),
    remove: (key) => slapd.edit((client) => client.del(dnOf(key))),
    wrongSecrets: { ...slapd.secrets, bind_password: 'a-wrong-secret' },
    close: () => slapd.stop(),
  };
}

async function activeDirectory(): Promise<ConformanceSource> {
  const server = await new AdServer().listen();
  const dnOf = (key: string) => `CN=${key},OU=Staff,${NC}`;
  server.directory.add(`OU=Staff,${NC}`, { objectClass: ['organizationalUnit'] });
  return {
    settings: server.settings,
    secrets: server.secrets,
    add: (key, email = addressOf(key)) =>
      server.directory.add(dnOf(key), adUser(key, email === null ? { mail: [] } : { mail: email })),
    setTitle: (key, title) => server.directory.change(dnOf(key), { title }),
    deactivate: (key) => server.directory.change(dnOf(key), { userAccountControl: '514' }),
    remove: (key) => server.directory.remove(dnOf(key)),
    wrongSecrets: { ...server.secrets, bind_password: 'a-wrong-secret' },
    close: () => server.close(),
  };
}

export const SOURCES: [name: string, provider: string, type: string, start: () => Promise<ConformanceSource>][] = [
  ['Google Workspace', 'GOOGLE', 'POLL', google],
  ['BambooHR', 'BAMBOOHR', 'POLL', bamboohr],
  ['Workday', 'WORKDAY', 'POLL', workday],
  ['HiBob', 'HIBOB', 'POLL', hibob],
  ['OpenLDAP', 'LDAP', 'LDAP', openldap],
  ['Active Directory', 'MICROSOFT_AD', 'LDAP', activeDirectory],
];

export const FAILURES: [string, Fault][] = [
  ['ends in the middle', { kind: 'half' }],
  ['is refused', { kind: 'answer', status: 500 }],
];
