import { SearchAbandonedError, SearchBusyError } from './search-errors.js';

export interface SearchLimits {
  /** Searches of one tenant at once. */
  perTenant: number;
  /** Searches of all tenants at once. */
  perProcess: number;
  /** Searches of one tenant that may wait for a place. */
  waiting: number;
  /** How long a search waits for a place. */
  waitMs: number;
}

/** As many per process as the pool of searches has connections. */
export const SEARCH_LIMITS: SearchLimits = { perTenant: 2, perProcess: 3, waiting: 100, waitMs: 3_000 };

/** About as long as a search may take. */
const RETRY_AFTER_SECONDS = 5;

/** The tenant that searches. */
export interface Searcher {
  /** The tenant whose places the search takes: a directory, or an API key where no directory is named. */
  tenant: string;
  /** Aborted when the client has gone. */
  gone?: AbortSignal;
}

interface Waiting {
  start(): void;
}

interface Tenant {
  running: number;
  line: Waiting[];
}

/** The places of searches. Tenants with searches that wait take turns, however many one of them has sent. */
export class SearchRoom {
  private readonly tenants = new Map<string, Tenant>();
  private running = 0;

  constructor(private readonly limits: SearchLimits = SEARCH_LIMITS) {}

  /** Resolves when there is a place, to what gives it back. @throws SearchBusyError, SearchAbandonedError */
  async enter({ tenant: name, gone }: Searcher): Promise<() => void> {
    if (gone?.aborted) throw new SearchAbandonedError();
    const tenant = this.tenants.get(name) ?? { running: 0, line: [] };
    this.tenants.set(name, tenant);
    if (this.hasPlace(tenant)) this.take(tenant);
    else if (tenant.line.length >= this.limits.waiting) throw this.busy(tenant);
    else await this.wait(name, tenant, gone);
    return () => this.leave(name, tenant);
  }

  private hasPlace({ running }: Tenant): boolean {
    return running < this.limits.perTenant && this.running < this.limits.perProcess;
  }

  private take(tenant: Tenant): void {
    tenant.running += 1;
    this.running += 1;
  }

  private leave(name: string, tenant: Tenant): void {
    tenant.running -= 1;
    this.running -= 1;
    // At the end of the round: whoever has just had a place is asked last.
    this.tenants.delete(name);
    this.tenants.set(name, tenant);
    this.forgetIdle(name, tenant);
    const next = [...this.tenants.values()].find((other) => other.line.length > 0 && this.hasPlace(other));
    next?.line[0]!.start();
  }

  /** @throws SearchBusyError, SearchAbandonedError */
  private async wait(name: string, tenant: Tenant, gone: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', abandon);
        tenant.line = tenant.line.filter((other) => other !== waiting);
      };
      const refuse = (error: Error): void => {
        end();
        this.forgetIdle(name, tenant);
        reject(error);
      };
      const abandon = (): void => refuse(new SearchAbandonedError());
      const start = (): void => {
        end();
        // At once: until the promise is heard of, somebody else would find the place free.
        this.take(tenant);
        resolve();
      };
      const waiting = { start };
      const timer = setTimeout(() => refuse(this.busy(tenant)), this.limits.waitMs);
      gone?.addEventListener('abort', abandon, { once: true });
      tenant.line.push(waiting);
    });
  }

  private forgetIdle(name: string, { running, line }: Tenant): void {
    if (running === 0 && line.length === 0) this.tenants.delete(name);
  }

  private busy({ running }: Tenant): SearchBusyError {
    const own = running >= this.limits.perTenant;
    const what = own
      ? `${running} searches of the same directory or API key are running already`
      : 'the searches of others have all places';
    const detail = `${what}; this one was not run: send it again in ${RETRY_AFTER_SECONDS} s`;
    return new SearchBusyError(detail, own ? 429 : 503, RETRY_AFTER_SECONDS);
  }
}
