import { type Command } from './command.js';
import { AGENT } from './commands/agent.js';
import { AUDIT } from './commands/audit.js';
import { completion } from './commands/completion.js';
import { DELIVERIES } from './commands/deliveries.js';
import { DIRECTORIES } from './commands/directories.js';
import { DOCTOR } from './commands/doctor.js';
import { ENDPOINTS } from './commands/endpoints.js';
import { EVENTS_TAIL } from './commands/events-tail.js';
import { GROUPS } from './commands/groups.js';
import { IMPORT } from './commands/import.js';
import { KEYS } from './commands/keys.js';
import { LISTEN } from './commands/listen.js';
import { ORGS } from './commands/orgs.js';
import { POLICY } from './commands/policy.js';
import { PORTAL_LINKS } from './commands/portal-links.js';
import { REPLAY } from './commands/replay.js';
import { REQUESTS } from './commands/requests.js';
import { RESENDS } from './commands/resends.js';
import { ROLES } from './commands/roles.js';
import { SECRETS } from './commands/secrets.js';
import { SIGNING_KEYS } from './commands/signing-keys.js';
import { SIMULATE } from './commands/simulate.js';
import { SYNCS } from './commands/syncs.js';
import { USERS } from './commands/users.js';

/** All there is, in the order of the help. A new command is a file in `commands/` and a line here. */
export const COMMANDS: readonly Command[] = [
  ...ORGS,
  ...DIRECTORIES,
  ...SYNCS,
  ...SECRETS,
  ...USERS,
  ...GROUPS,
  ...POLICY,
  ...REQUESTS,
  ...ENDPOINTS,
  EVENTS_TAIL,
  ...DELIVERIES,
  REPLAY,
  ...RESENDS,
  LISTEN,
  SIMULATE,
  AGENT,
  ...IMPORT,
  ...PORTAL_LINKS,
  ...ROLES,
  ...KEYS,
  ...SIGNING_KEYS,
  ...AUDIT,
  DOCTOR,
  completion(() => COMMANDS),
];
