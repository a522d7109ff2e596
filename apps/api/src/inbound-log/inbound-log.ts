import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { Pool } from 'pg';
import { newId } from '#directory';
import { BackgroundLog } from '../background-log.js';
import { ScimRequestLog, type ScimRequestRecord } from '#persistence';
import { LogBudgets } from './log-budgets.js';
import { actionOf, type RequestAction, resourceOf } from './request-action.js';
import { redactBody, redactPath } from './redact.js';
import { redactSentence } from './redact-sentence.js';

/** A request as it was seen; redacted only when it is written, away from the request's own path. */
export interface InboundRequest {
  directoryId: string;
  /** Milliseconds since the epoch. */
  at: number;
  method: string;
  /** Below the directory, with the query. */
  path: string;
  /** Bodies of token requests are nothing but credentials, and are not kept. */
  kind: 'scim' | 'oauth';
  status: number;
  durationMs: number;
  requestId: string;
  /** The secret or OAuth client that the request proved to hold; null: a stranger's. */
  secretId: string | null;
  ip: string;
  requestBody: unknown;
  requestBytes: number;
  answer: unknown;
  warnings: readonly string[];
  /** Found out before a body was left aside. */
  action?: RequestAction;
}

const WRITE_EVERY_MS = 250;
const BATCH = 100;
/** Redacted in a row before other work gets its turn. */
const AT_A_TIME = 10;
const MAX_WAITING = 5_000;
/** Strangers leave room for those who are known. */
const MAX_STRANGERS_WAITING = 1_000;
const MAX_WAITING_BYTES = 16 * 1_048_576;
const MAX_ANSWER_BYTES = 65_536;
/** A directory's log is cut back each time this process has added so many. */
const TRIM_EVERY = 1_000;
const MAX_COUNTED = 10_000;

/**
 * What identity providers send, on its way to the log. Nothing waits for it: batches are written in the background, and what comes
 * faster than it can be written down is counted instead. Refusals have a budget of their own, so that a flood of successes hides none
 * of them; strangers have a small one a directory, so that none can flush the log.
 */
@Injectable()
export class InboundLog implements BeforeApplicationShutdown {
  private readonly log: ScimRequestLog;
  private waiting: InboundRequest[] = [];
  private waitingBytes = 0;
  private readonly dropped = new Map<string, number>();
  private readonly added = new Map<string, number>();
  private readonly budgets = new LogBudgets();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    @Inject(Pool) pool: Pool,
    @Inject(BackgroundLog) private readonly background: BackgroundLog,
  ) {
    this.log = new ScimRequestLog(pool);
  }

  note(request: InboundRequest): void {
    const isStranger = request.secretId === null;
    const isRefused = request.status >= 400;
    const now = performance.now();
    const most = isStranger ? MAX_STRANGERS_WAITING : MAX_WAITING;
    if (this.waiting.length >= most || !this.budgets.take({ ...request, isStranger, isRefused }, now)) {
      this.dropped.set(request.directoryId, (this.dropped.get(request.directoryId) ?? 0) + 1);
    } else {
      const withBodies =
        this.waitingBytes + request.requestBytes <= MAX_WAITING_BYTES &&
        !isStranger &&
        (isRefused || this.budgets.bodies.take(now).allowed);
      if (withBodies) this.waitingBytes += request.requestBytes;
      this.waiting.push(
        withBodies
          ? request
          : {
              ...request,
              action: actionOf(request),
              requestBody: undefined,
              requestBytes: 0,
              answer: unspecific(request),
            },
      );
    }
    this.timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
  }

  private flush(): Promise<void> {
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
      this.timer = undefined;
    });
    return this.writing;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH);
      for (const { requestBytes } of batch) this.waitingBytes -= requestBytes;
      try {
        for (const directoryId of await this.log.write(await redacted(batch))) this.budgets.exists(directoryId);
        await this.trim(batch);
      } catch (error) {
        this.background.failed('requests of identity providers are missing in the request log', error);
        // The database is away: the log has a gap, and says so once it is back.
        for (const { directoryId } of batch) this.dropped.set(directoryId, (this.dropped.get(directoryId) ?? 0) + 1);
        break;
      }
    }
    if (this.dropped.size === 0) return;
    const dropped = new Map(this.dropped);
    this.dropped.clear();
    await this.log
      .countDropped(dropped)
      .catch((error: unknown) => this.background.failed('gaps of the request log are not counted', error));
  }

  private async trim(batch: InboundRequest[]): Promise<void> {
    for (const { directoryId } of batch) this.added.set(directoryId, (this.added.get(directoryId) ?? 0) + 1);
    // Forgotten counts only let a log grow longer before it is cut back.
    if (this.added.size > MAX_COUNTED) this.added.clear();
    for (const [directoryId, count] of this.added) {
      if (count < TRIM_EVERY) continue;
      this.added.delete(directoryId);
      await this.log.trim(directoryId);
    }
  }
}

/** Without the request's body nobody can tell which words of a refusal are somebody's: only what a stranger is told names none. */
function unspecific({ secretId, status, answer }: InboundRequest): unknown {
  return secretId === null && (status === 401 || status === 429) ? answer : undefined;
}

async function redacted(batch: InboundRequest[]): Promise<ScimRequestRecord[]> {
  const records: ScimRequestRecord[] = [];
  for (const request of batch) {
    if (records.length % AT_A_TIME === AT_A_TIME - 1) await breathe();
    records.push(toRecord(request));
  }
  return records;
}

function toRecord(request: InboundRequest): ScimRequestRecord {
  const answer = parseAnswer(request.answer);
  const isScim = request.kind === 'scim';
  const { detail, error_description: oauth } = (answer ?? {}) as { detail?: unknown; error_description?: unknown };
  const error = typeof detail === 'string' ? detail : typeof oauth === 'string' ? oauth : undefined;
  return {
    id: newId('req'),
    directoryId: request.directoryId,
    at: new Date(request.at).toISOString(),
    method: request.method,
    path: redactPath(request.path),
    status: request.status,
    durationMs: Math.round(request.durationMs * 10) / 10,
    requestId: request.requestId,
    secretId: request.secretId,
    ip: request.ip,
    error: error === undefined ? null : redactSentence(error),
    warnings: warningsOf(request),
    action: request.action ?? actionOf(request),
    resourceId: resourceOf(request, answer),
    requestBody: isScim && request.requestBody !== undefined ? redactBody(request.requestBody) : null,
    responseBody: isScim && answer !== undefined ? redactBody(answer) : null,
  };
}

const MOST_WARNINGS = 20;

function warningsOf({ warnings }: InboundRequest): string[] {
  const told = warnings.slice(0, MOST_WARNINGS).map(redactSentence);
  const more = warnings.length - told.length;
  return more > 0 ? [...told, `and ${more} more`] : told;
}

/** What the log reads of answers: a longer one is not worth its memory while its entry waits to be written. */
export function isLogged(payload: unknown): payload is Buffer | string {
  return (
    (Buffer.isBuffer(payload) || typeof payload === 'string') &&
    payload.length > 0 &&
    payload.length <= MAX_ANSWER_BYTES
  );
}

function parseAnswer(payload: unknown): unknown {
  if (!isLogged(payload)) return undefined;
  try {
    return JSON.parse(payload.toString()) as unknown;
  } catch {
    return undefined;
  }
}
