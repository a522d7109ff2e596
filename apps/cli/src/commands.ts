import { type Command } from './command.js';
import { DELIVERIES } from './commands/deliveries.js';
import { DIRECTORIES } from './commands/directories.js';
import { DOCTOR } from './commands/doctor.js';
import { ENDPOINTS } from './commands/endpoints.js';
import { EVENTS_TAIL } from './commands/events-tail.js';
import { IMPORT } from './commands/import.js';
import { LISTEN } from './commands/listen.js';
import { ORGS } from './commands/orgs.js';
import { REPLAY } from './commands/replay.js';
import { RESENDS } from './commands/resends.js';
import { SIMULATE } from './commands/simulate.js';

/** All there is, in the order of the help. A new command is a file in `commands/` and a line here. */
export const COMMANDS: readonly Command[] = [
  ...ORGS,
  ...DIRECTORIES,
  ...ENDPOINTS,
  EVENTS_TAIL,
  ...DELIVERIES,
  REPLAY,
  ...RESENDS,
  LISTEN,
  SIMULATE,
  ...IMPORT,
  DOCTOR,
];
