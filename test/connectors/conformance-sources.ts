import { Attribute, Change } from 'ldapts';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { type Fault } from '../emulators/fault.js';
import { GoogleEmulator } from '../emulators/google/google-emulator.js';
import { googleUser, memberOf } from '../emulators/google/google-records.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { type HttpEmulator } from '../emulators/http-emulator.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adGroup, adUser, newGuid } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { hasSlapd, Slapd, SUFFIX } from '../emulators/ldap/slapd.js';
import { WorkdayEmulator, workdayRow } from '../emulators/workday/workday-emulator.js';

/** A group in the words of the suite: `people` are keys of persons, `groups` names of other groups. */
export interface ConformanceGroup {
  people: string[];
  groups?: string[];
  /** Somebody who is no user of the directory. */
  stranger?: boolean;
}

/** What an administrator does in a source, in the words of the suite. `key` names a person within the source. */
export interface ConformanceSource {
  settings: object;
  secrets: object;
  /** The part of an address at which a listing fails, and whether it is one answer; undefined for sources that are not HTTP. */
  http?: { emulator: HttpEmulator; listing: string; streams?: boolean };
  /** What is uploaded, for a directory that is filled by files. */
  file?(): FormData;
  /** Ends the connection in the middle of the next listing of people; for sources that are not HTTP. */
  cut?(): void;
  /** Leaves every request without an answer until it is called off; for sources that are not HTTP. */
  hold?(): () => void;
  /** Also brings back somebody who was removed. @param email null: none */
  add(key: string, email?: string | null): Promise<void> | void;
  /** Somebody else with the user name of `key`; absent where the source itself does not allow that. */
  addTwin?(key: string): Promise<void> | void;
  setTitle(key: string, title: string): Promise<void> | void;
  /** Gives somebody another user name. */
  rename(key: string, to: string): Promise<void> | void;
  deactivate?(key: string): Promise<void> | void;
  remove(key: string): Promise<void> | void;
  /** Absent where groups are values of people. */
  setGroup?(name: string, group: ConformanceGroup): Promise<void> | void;
  renameGroup?(name: string, to: string): Promise<void> | void;
  /** Settings with which groups within groups are followed. */
  nested?: object;
  /** Puts a person into a group by a value of the person. */
  setDepartment?(key: string, department: string): Promise<void> | void;
  /** All tokens given so far stop working; absent where a sync needs one token and one request, or none. */
  expireTokens?(): void;
  /** The part of an address that is asked for when a listing has begun; absent where it is one answer. */
  midway?: string;
  /** Secrets that the source refuses; absent where there is nobody to sign in to. */
  wrongSecrets?: object;
  close(): Promise<void>;
}

const addressOf = (key: string) => `${key}@acme.com`;

async function google(): Promise<ConformanceSource> {
  const emulator = await new GoogleEmulator().listen();
  const user = (key: string, email: string) => googleUser(key, email, ['Person', key]);
  const setGroup = (name: string, { people, groups = [], stranger }: ConformanceGroup): void =>
    emulator.groups.put({
      id: `group-${name}`,
      email: `${name}@acme.com`,
      name,
      members: [
        ...people.map((key) => memberOf(user(key, addressOf(key)))),
        ...groups.map((inner) => ({ id: `group-${inner}`, role: 'MEMBER' as const, type: 'GROUP' as const })),
        ...(stranger ? [{ id: 'x', email: 'x@other.com', role: 'MEMBER' as const, type: 'EXTERNAL' as const }] : []),
      ],
    });
  return {
    settings: emulator.settings,
    secrets: emulator.secrets,
    http: { emulator, listing: '/directory/v1/users' },
    add: (key, email) => emulator.users.put(user(key, email ?? addressOf(key))),
    setTitle: (key, title) => emulator.users.change(key, { organizations: [{ title, primary: true }] }),
    rename: (key, to) => {
      const { primaryEmail, emails } = user(key, addressOf(to));
      emulator.users.change(key, { primaryEmail, emails });
    },
    deactivate: (key) => emulator.users.change(key, { suspended: true }),
    remove: (key) => emulator.users.remove(key),
    setGroup,
    renameGroup: (name, to) => emulator.groups.change(`group-${name}`, { name: to }),
    nested: { derived_members: true },
    expireTokens: () => emulator.tokens.expireAll(),
    midway: '/directory/v1/groups',
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
    addTwin: (key) =>
      emulator.employees.add(bambooEmployee(`twin-${key}`, ['Twin', key], { workEmail: addressOf(key) })),
    setDepartment: (key, department) => emulator.employees.change(key, { department }),
    setTitle: (key, jobTitle) => emulator.employees.change(key, { jobTitle }),
    rename: (key, to) => emulator.employees.change(key, { workEmail: addressOf(to) }),
    midway: '/employees/person7',
    deactivate: (key) => emulator.employees.change(key, { status: 'Inactive' }),
    remove: (key) => emulator.employees.remove(key),
    wrongSecrets: { api_key: 'a-wrong-secret' },
    close: () => emulator.close(),
  };
}

async function workday(): Promise<ConformanceSource> {
  const emulator = await new WorkdayEmulator().listen();
  const { id, secret, refreshToken } = emulator.client;
  return {
    settings: { ...emulator.settings, token_url: emulator.tokenUrl, groups_from: ['department'] },
    secrets: { client_id: id, client_secret: secret, refresh_token: refreshToken },
    http: { emulator, listing: '/customreport2/', streams: true },
    add: (key, email = addressOf(key)) =>
      emulator.rows.put(workdayRow(key, ['Person', key], { Work_Email: email ?? undefined })),
    addTwin: (key) => emulator.rows.put(workdayRow(`twin-${key}`, ['Twin', key], { Work_Email: addressOf(key) })),
    setDepartment: (key, department) => emulator.rows.change(key, { Cost_Center_Name: department }),
    setTitle: (key, title) => emulator.rows.change(key, { Business_Title: title }),
    rename: (key, to) => emulator.rows.change(key, { Work_Email: addressOf(to) }),
    deactivate: (key) => emulator.rows.change(key, { Active_Status: '0' }),
    remove: (key) => emulator.rows.remove(key),
    wrongSecrets: { client_id: id, client_secret: 'a-wrong-secret', refresh_token: refreshToken },
    close: () => emulator.close(),
  };
}

async function hibob(): Promise<ConformanceSource> {
  const emulator = await new HiBobEmulator().listen();
  const change = (key: string, fields: Record<string, unknown>) =>
    emulator.people.change(key, { fields: { ...emulator.people.get(key)!.fields, ...fields } });
  return {
    settings: { ...emulator.settings, groups_from: ['department'] },
    secrets: emulator.secrets,
    http: { emulator, listing: '/people/search', streams: true },
    add: (key, email = addressOf(key)) =>
      emulator.people.put(bobEmployee(key, ['Person', key], { 'root.email': email })),
    addTwin: (key) => emulator.people.put(bobEmployee(`twin-${key}`, ['Twin', key], { 'root.email': addressOf(key) })),
    setDepartment: (key, department) => change(key, { 'work.department': department }),
    setTitle: (key, title) => change(key, { 'work.title': title }),
    rename: (key, to) => change(key, { 'root.email': addressOf(to) }),
    deactivate: (key) => change(key, { 'internal.status': 'Inactive' }),
    remove: (key) => emulator.people.remove(key),
    wrongSecrets: { service_user_id: emulator.serviceUserId, token: 'a-wrong-secret' },
    close: () => emulator.close(),
  };
}

const STRANGER = 'cn=stranger,o=elsewhere';

async function openldap(): Promise<ConformanceSource> {
  const slapd = await Slapd.start();
  const people = `ou=people,${SUFFIX}`;
  const dnOf = (key: string) => `uid=${key},${people}`;
  const groupDn = (name: string) => `cn=${name},ou=groups,${SUFFIX}`;
  // An entry that is made anew is another person: it has another entryUUID. Who leaves is moved away, and comes back.
  const away = (key: string) => `uid=${key},ou=groups,${SUFFIX}`;
  const gone = new Set<string>();
  const person = (key: string, mail: string | null) => ({
    objectClass: ['inetOrgPerson'],
    uid: key,
    cn: `Person ${key}`,
    sn: key,
    ...(mail === null ? {} : { mail }),
  });
  return {
    settings: { ...slapd.settings, user_base_dn: people },
    secrets: slapd.secrets,
    hold: () => slapd.freeze(),
    rename: (key, to) => slapd.edit((client) => client.modifyDN(dnOf(key), dnOf(to))),
    add: (key, email = addressOf(key)) =>
      slapd.edit((client) =>
        gone.delete(key) ? client.modifyDN(away(key), dnOf(key)) : client.add(dnOf(key), person(key, email)),
      ),
    addTwin: (key) => slapd.edit((client) => client.add(`cn=twin,${people}`, { ...person(key, null), cn: 'twin' })),
    setTitle: (key, title) =>
      slapd.edit((client) =>
        client.modify(
          dnOf(key),
          new Change({ operation: 'replace', modification: new Attribute({ type: 'title', values: [title] }) }),
        ),
      ),
    remove: (key) => slapd.edit((client) => (gone.add(key), client.modifyDN(dnOf(key), away(key)))),
    setGroup: (name, { people: keys, groups = [], stranger }) =>
      slapd.edit((client) =>
        client.add(groupDn(name), {
          objectClass: ['groupOfNames'],
          cn: name,
          member: [...keys.map(dnOf), ...groups.map(groupDn), ...(stranger ? [STRANGER] : [])],
        }),
      ),
    renameGroup: (name, to) => slapd.edit((client) => client.modifyDN(groupDn(name), groupDn(to))),
    nested: { nested_groups: true },
    wrongSecrets: { ...slapd.secrets, bind_password: 'a-wrong-secret' },
    close: () => slapd.stop(),
  };
}

async function activeDirectory(): Promise<ConformanceSource> {
  const server = await new AdServer().listen();
  const dnOf = (key: string) => `CN=${key},OU=Staff,${NC}`;
  const groupDn = (name: string) => `CN=${name},${NC}`;
  server.directory.add(`OU=Staff,${NC}`, { objectClass: ['organizationalUnit'] });
  // Who is taken out of the recycle bin has the same objectGUID.
  const ids = new Map<string, Buffer>();
  const idOf = (key: string): Buffer => {
    if (!ids.has(key)) ids.set(key, newGuid());
    return ids.get(key)!;
  };
  return {
    settings: server.settings,
    secrets: server.secrets,
    cut: () => (server.pagesUntilCut = 0),
    hold: () => server.hold(),
    rename: (key, to) =>
      server.directory.change(dnOf(key), { userPrincipalName: addressOf(to), mail: addressOf(to), cn: to }),
    add: (key, email = addressOf(key)) => {
      server.pagesUntilCut = undefined;
      server.directory.add(
        dnOf(key),
        adUser(key, { objectGUID: idOf(key), ...(email === null ? { mail: [] } : { mail: email }) }),
      );
    },
    addTwin: (key) => server.directory.add(`CN=twin,${NC}`, adUser(key)),
    setTitle: (key, title) => server.directory.change(dnOf(key), { title }),
    deactivate: (key) => server.directory.change(dnOf(key), { userAccountControl: '514' }),
    remove: (key) => server.directory.remove(dnOf(key)),
    setGroup: (name, { people, groups = [], stranger }) =>
      server.directory.add(
        groupDn(name),
        adGroup(name, [...people.map(dnOf), ...groups.map(groupDn), ...(stranger ? [STRANGER] : [])]),
      ),
    renameGroup: (name, to) => server.directory.change(groupDn(name), { cn: to }),
    nested: { nested_groups: true },
    wrongSecrets: { ...server.secrets, bind_password: 'a-wrong-secret' },
    close: () => server.close(),
  };
}

/** Users and groups as two files of one upload. */
async function csv(): Promise<ConformanceSource> {
  const people = new Map<string, Record<string, string>>();
  const groups = new Map<string, string[]>();
  const columns = ['id', 'email', 'title', 'active', 'user_name'];
  const change = (key: string, values: Record<string, string>) => people.set(key, { ...people.get(key), ...values });
  const lines = (rows: string[][]) => new Blob([rows.map((row) => row.join(',')).join('\n')]);
  return await Promise.resolve({
    settings: {},
    secrets: {},
    file: () => {
      const form = new FormData();
      const rows = [...people.values()].map((person) => columns.map((column) => person[column] ?? ''));
      form.append('users', lines([columns, ...rows]), 'users.csv');
      const members = [...groups].flatMap(([name, keys]) => keys.map((key) => [name, key]));
      if (groups.size > 0) form.append('groups', lines([['group', 'member'], ...members]), 'groups.csv');
      return form;
    },
    add: (key, email = addressOf(key)) => void change(key, { id: key, email: email ?? '', active: 'yes' }),
    addTwin: (key) => void change('twin', { id: 'twin', email: addressOf(key), active: 'yes' }),
    setTitle: (key, title) => void change(key, { title }),
    rename: (key, to) => void change(key, { email: addressOf(to) }),
    deactivate: (key) => void change(key, { active: 'no' }),
    remove: (key) => void people.delete(key),
    setDepartment: (key, department) => {
      for (const [name, keys] of groups)
        groups.set(
          name,
          keys.filter((member) => member !== key),
        );
      groups.set(department, [...(groups.get(department) ?? []), key]);
    },
    close: () => Promise.resolve(),
  });
}

export type SourceCase = [name: string, provider: string, type: string, start: () => Promise<ConformanceSource>];

export const DIRECTORIES: SourceCase[] = [
  ['Google Workspace', 'GOOGLE', 'POLL', google],
  ...(hasSlapd ? [['OpenLDAP', 'LDAP', 'LDAP', openldap] satisfies SourceCase] : []),
  ['Active Directory', 'MICROSOFT_AD', 'LDAP', activeDirectory],
];

export const HR_SYSTEMS: SourceCase[] = [
  ['BambooHR', 'BAMBOOHR', 'POLL', bamboohr],
  ['Workday', 'WORKDAY', 'POLL', workday],
  ['HiBob', 'HIBOB', 'POLL', hibob],
  ['CSV files', 'CSV', 'POLL', csv],
];

export const FAILURES: [string, Fault][] = [
  ['is cut off', { kind: 'cut' }],
  ['ends in the middle', { kind: 'half' }],
  ['is refused', { kind: 'answer', status: 500 }],
];
