import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { BackgroundLog } from '../background-log.js';
import {
  DashboardSessions,
  FailedGuesses,
  IdempotencyStore,
  InboxStore,
  PortalLinks,
  ScimRequestLog,
} from '#persistence';

const EVERY_MS = 10 * 60_000;

/** Removes what the API keeps only for a while. Every process does, which costs nothing where another has been. */
@Injectable()
export class Retention implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(IdempotencyStore) private readonly answers: IdempotencyStore,
    @Inject(ScimRequestLog) private readonly requests: ScimRequestLog,
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(DashboardSessions) private readonly sessions: DashboardSessions,
    @Inject(InboxStore) private readonly inboxes: InboxStore,
    @Inject(FailedGuesses) private readonly guesses: FailedGuesses,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {}

  onModuleInit(): void {
    // What a run that fails leaves behind, the next one finds.
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.log.failed('what has expired is not removed yet', error));
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    await this.answers.removeExpired();
    await this.requests.removeExpired();
    await this.links.removeExpired();
    await this.sessions.removeExpired();
    await this.inboxes.removeExpired();
    await this.guesses.removeExpired();
  }
}
