import { readFileSync } from 'node:fs';
import { type components } from '#client';
import { type Command } from '../command.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { YES_ON_TERMINAL } from './yes.js';

type Role = components['schemas']['RoleView'];

const COLUMNS = {
  priority: (role: Role) => role.priority,
  name: (role: Role) => role.name,
  'display name': (role: Role) => role.display_name,
  default: (role: Role) => (role.default ? 'yes' : ''),
  privileged: (role: Role) => (role.privileged ? 'yes' : ''),
  description: (role: Role) => role.description,
};

/** Of the application, which groups give to users. */
export const ROLES: readonly Command[] = [
  {
    words: ['roles', 'list'],
    summary: "List the application's roles, highest priority first",
    async run(session) {
      show(session, await rolesOf(session));
    },
  },
  {
    words: ['roles', 'set'],
    summary: "Replace the application's roles by those of a JSON file",
    arguments: [{ name: 'file', about: 'JSON: what roles list --json prints, changed; - reads standard input' }],
    details: `The file is a list, highest priority first: [{"name": "admin", "privileged": true}, {"name": "member", "default": true}].
Roles that are not in the file are removed. On a terminal the command asks before it removes one.`,
    options: YES_ON_TERMINAL,
    async run(session) {
      const body = { roles: rolesIn(session.argument('file')) };
      if (session.asks) await confirmRemoval(session, body.roles);
      const call = { body, signal: session.signal };
      show(session, (await session.client.request<{ roles: Role[] }>('PUT', '/roles', call)).roles);
    },
  },
];

const rolesOf = async ({ client, signal }: Session): Promise<Role[]> =>
  (await client.request<{ roles: Role[] }>('GET', '/roles', { signal })).roles;

async function confirmRemoval(session: Session, wanted: readonly unknown[]): Promise<void> {
  const names = wanted.map((role) => (role as Partial<Role> | null)?.name);
  const removed = (await rolesOf(session)).filter(({ name }) => !names.includes(name)).map(({ name }) => plain(name));
  if (removed.length === 0) return;
  const which = removed.length === 1 ? 'The role' : 'The roles';
  await session.confirm(
    `${which} ${removed.join(', ')} will be removed: users do not get ${removed.length === 1 ? 'it' : 'them'} any more.`,
  );
}

const show = (session: Session, roles: Role[]): void =>
  session.show(roles, COLUMNS, `There are no roles yet: ${session.command('roles set FILE')} creates them.`);

/** @throws UsageError for a file that cannot be read as a list */
function rolesIn(file: string): unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const roles = (content as { roles?: unknown } | null)?.roles ?? content;
  if (!Array.isArray(roles)) throw new UsageError(`${file} must be a JSON list of roles`);
  return roles;
}
