import { Counter } from 'prom-client';
import { type Logger } from '#log';

/** What somebody who looks for an intruder asks about. */
export type SecurityEvent =
  | 'token_issued'
  | 'token_refused'
  | 'key_refused'
  | 'secret_refused'
  | 'address_refused'
  | 'scope_missing'
  | 'guessing_stopped'
  | 'data_exported'
  | 'link_used'
  | 'session_begun'
  | 'link_refused'
  | 'origin_refused'
  | 'session_ended';

/** Ids and the address, never a credential. */
export interface SecurityFacts {
  ip: string;
  requestId?: string;
  /** The API key, the OAuth client, the directory's secret or the portal's session. */
  key?: string;
  organization?: string;
  directory?: string;
  scope?: string;
  route?: string;
}

/** Strangers decide how often these happen: the log has some lines of them, the counter all. */
const SAMPLED = new Set<SecurityEvent>([
  'token_refused',
  'key_refused',
  'secret_refused',
  'address_refused',
  'scope_missing',
  'guessing_stopped',
  'link_refused',
  'origin_refused',
]);
const LINES = 10;
const PERIOD_MS = 10_000;
const LONGEST = 64;

/** Security events as one structured line each, and counted for `/metrics`. */
export class SecurityEvents {
  readonly counter = new Counter({
    name: 'rollcall_security_events_total',
    help: 'Security events: tokens issued, credentials refused, scopes missing, data exported, links used.',
    labelNames: ['event'],
    registers: [],
  });

  private readonly periods = new Map<SecurityEvent, { ends: number; lines: number; unsaid: number }>();

  constructor(private readonly logger: Pick<Logger, 'info'>) {}

  note(event: SecurityEvent, facts: SecurityFacts): void {
    this.counter.inc({ event });
    const unsaid = SAMPLED.has(event) ? this.sample(event) : 0;
    if (unsaid === undefined) return;
    // A stranger's path is text of any kind and length.
    const said = Object.entries(facts).map(([name, value]) => [name, String(value).slice(0, LONGEST)]);
    this.logger.info({ event, ...Object.fromEntries(said), ...(unsaid > 0 && { unsaid }) }, 'security');
  }

  /** @returns how many lines were left out before this one; undefined where this one is left out too */
  private sample(event: SecurityEvent): number | undefined {
    const now = performance.now();
    const period = this.periods.get(event);
    if (period === undefined || now >= period.ends) {
      this.periods.set(event, { ends: now + PERIOD_MS, lines: 1, unsaid: 0 });
      return period?.unsaid ?? 0;
    }
    if (period.lines >= LINES) {
      period.unsaid += 1;
      return undefined;
    }
    period.lines += 1;
    return 0;
  }
}
