import 'reflect-metadata';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { assertServiceEnvironment, type Environment } from '#config';
import { createLogger } from '#log';
import { configureQueueBackend } from '#queue';
import { ApiModule } from './api.module.js';
import { createHttpAdapter, configureHttp } from './server/http-adapter.js';
import { describeApi } from './openapi/openapi.js';
import { serveAssets } from './web/assets.js';

export interface RunningApi {
  /** Where it listens: with PORT=0 the port that was free. */
  url: string;
  close(): Promise<void>;
}

export interface ApiOptions {
  logger?: boolean;
  /** How long clients may be silent in the middle of a request or an answer, in milliseconds. */
  silenceMs?: number;
}

/** Boots the api: SCIM in, REST for applications, its own documentation. Resolves when it listens. */
export async function startApi(environment: Environment, options: ApiOptions = {}): Promise<RunningApi> {
  assertServiceEnvironment(environment);
  configureQueueBackend(environment);
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(environment, createLogger('api', options.logger)),
    createHttpAdapter(environment, options.logger ?? true, options.silenceMs),
    { logger: options.logger === false ? false : ['error', 'warn'], bodyParser: false },
  );
  configureHttp(app);
  describeApi(app, environment);
  await serveAssets(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  await app.listen(environment.port, environment.host);
  // The framework does not know what the listener speaks.
  const url = (await app.getUrl()).replace(/^http:/, environment.tlsCert === undefined ? 'http:' : 'https:');
  return { url, close: () => app.close() };
}
