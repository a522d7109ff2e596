import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { assertServiceEnvironment, type Environment } from '#config';
import { configureQueueBackend } from '#queue';
import { WorkerModule } from './worker.module.js';

/** What is still open after this is left to the leases: SIGTERM promises an end within 10 s. */
const CLOSE_WITHIN_MS = 9_700;

export interface RunningWorker {
  /** Lets attempts under way end for up to 8 s, records the rest as interrupted. Within 10 s, also without a queue or a database. */
  close(): Promise<void>;
}

/** Boots the worker: signs and sends webhooks, retries them, and sweeps for deliveries without a wake-up. */
export async function startWorker(
  environment: Environment,
  options: { logger?: boolean } = {},
): Promise<RunningWorker> {
  assertServiceEnvironment(environment);
  configureQueueBackend(environment);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(environment, options), {
    logger: options.logger === false ? false : ['error', 'warn'],
  });
  let closing: Promise<void> | undefined;
  return { close: () => (closing ??= withinLimit(app.close())) };
}

async function withinLimit(closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, CLOSE_WITHIN_MS)));
  await Promise.race([closed, limit]).finally(() => clearTimeout(timer));
}
