import { Inject, Injectable } from '@nestjs/common';
import { type DashboardSession, DashboardSessions } from '#persistence';
import { BackgroundLog } from '../../background-log.js';
import { IssuedTokens } from '../../tokens/issued-tokens.js';

const TOUCH_EVERY_MS = 60_000;
/** More sessions than this are not remembered: whoever is forgotten is only touched sooner. */
const REMEMBERED = 10_000;

/** Browsers that signed in to the dashboard with an API key. */
@Injectable()
export class SessionsService {
  private readonly touched = new Map<string, number>();

  constructor(
    @Inject(DashboardSessions) private readonly sessions: DashboardSessions,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
    @Inject(BackgroundLog) private readonly log: BackgroundLog,
  ) {}

  /** @returns undefined where the key ended in this moment */
  async begin(keyId: string): Promise<{ token: string; session: DashboardSession } | undefined> {
    const token = this.tokens.make();
    const session = await this.sessions.begin(keyId, token);
    return session && { token, session };
  }

  async find(token: string): Promise<DashboardSession | undefined> {
    const session = await this.sessions.find(token);
    if (session !== undefined) this.touch(session.id);
    return session;
  }

  async end(id: string): Promise<void> {
    await this.sessions.end(id);
  }

  /** A session ends when nobody uses it. Out of band, at most once a minute a session. */
  private touch(id: string): void {
    const now = Date.now();
    if (now - (this.touched.get(id) ?? 0) < TOUCH_EVERY_MS) return;
    if (this.touched.size >= REMEMBERED) this.touched.clear();
    this.touched.set(id, now);
    this.sessions
      .touch(id)
      // The next request tries again.
      .catch((error: unknown) => {
        this.touched.delete(id);
        this.log.failed('when a session was last used is not noted', error);
      });
  }
}
