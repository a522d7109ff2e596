import { type ListContext, type TestCheck, type TestReport } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { type SourcePorts } from '../source-ports.js';
import { bobSourceUser, fieldHint, searchPeople } from './hibob-people.js';
import { type BobSettings } from './hibob-settings.js';
import { fieldOf, HIBOB_ID, HIBOB_STATUS } from './hibob-user.js';

const SAMPLE = 5;

/** One check for the token and one for each kind of field: HiBob leaves out, without a word, what may not be seen. */
export async function testHiBob(
  settings: BobSettings,
  ports: SourcePorts,
  { signal }: ListContext,
): Promise<TestReport> {
  const groups = new Set<string>();
  const sample: Record<string, unknown>[] = [];
  const unseen = new Set([HIBOB_ID, ...Object.values(settings.fields), ...settings.groupsFrom]);
  let users = 0;
  try {
    for await (const employees of searchPeople(settings, ports, signal)) {
      users += employees.length;
      sample.push(...employees.slice(0, SAMPLE - sample.length));
      for (const employee of employees) {
        for (const path of unseen) if (fieldOf(employee, path) !== undefined) unseen.delete(path);
        for (const group of bobSourceUser(employee, settings).groups ?? []) groups.add(group);
      }
    }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const failure = { ok: false, message: error.message, hint: error.hint };
    const checks: TestCheck[] =
      error.code === 'credentials_rejected'
        ? [{ name: 'sign_in', ...failure }]
        : [signedIn, { name: 'list_users', ...failure }];
    return { checks, counts: { users: null, groups: null }, sample: [] };
  }
  return {
    checks: [
      signedIn,
      users === 0 ? nobody : { name: 'list_users', ok: true, message: 'Rollcall can read people.', hint: '' },
      ...(users === 0 ? [] : fieldChecks(settings, unseen)),
    ],
    counts: { users, groups: groups.size },
    sample: sample.map((employee) => bobSourceUser(employee, settings)),
  };
}

const signedIn: TestCheck = { name: 'sign_in', ok: true, message: 'HiBob accepts the service user.', hint: '' };

const nobody: TestCheck = {
  name: 'list_users',
  ok: false,
  message: 'HiBob shows nobody to the service user.',
  hint: fieldHint(['root.id', 'root.email']),
};

/** The status and the address are needed, and what the customer has named; the others may well be unused. */
function fieldChecks({ fields, named, groupsFrom }: BobSettings, unseen: ReadonlySet<string>): TestCheck[] {
  const check = (name: string, paths: readonly string[], message: string): TestCheck => {
    const missing = paths.filter((path) => unseen.has(path));
    return missing.length === 0
      ? { name, ok: true, message, hint: '' }
      : {
          name,
          ok: false,
          message: `HiBob does not show ${missing.join(', ')} to the service user.`,
          hint: fieldHint(missing),
        };
  };
  const chosen = [...named.map((field) => fields[field]!), ...groupsFrom];
  return [
    check('read_status', [fields['active'] ?? HIBOB_STATUS], 'Rollcall can see who has left.'),
    check('read_email', [fields['email']!], 'Rollcall can see addresses.'),
    ...(chosen.length > 0 ? [check('read_fields', chosen, 'Rollcall can see the fields that you have chosen.')] : []),
  ];
}
