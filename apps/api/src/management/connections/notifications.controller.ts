import { Controller, HttpCode, Inject, Injectable, type OnModuleInit, Param, Post, Req } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { ConnectorError } from '#connectors';
import { isId } from '#directory';
import { Connections, SyncQueue } from '#persistence';
import { Problem } from '../../http/problem.js';
import { NotificationGuesses } from './notification-guesses.js';
import { ProblemBody } from '../openapi/answers.js';
import { SourceAccess } from './source-access.js';

const ROUTE = '/directory/:directoryId/notifications';
const MOST_BYTES = 64 * 1024;

interface NotificationRequest extends FastifyRequest {
  notification?: string;
}

/** Keeps the bytes of a notification as they were sent: signatures are made over them, and what they say is never read. */
@Injectable()
export class NotificationBodies implements OnModuleInit {
  constructor(
    @Inject(NotificationGuesses) private readonly guesses: NotificationGuesses,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Before a byte of the body is read.
    fastify.addHook('onRequest', async (request) => {
      if (request.routeOptions.url === ROUTE) await this.guesses.admit(request);
    });
    fastify.addHook('preParsing', async (request, _reply, payload) => {
      if (request.routeOptions.url !== ROUTE) return payload;
      const pieces: Buffer[] = [];
      let size = 0;
      for await (const piece of payload as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > MOST_BYTES) {
          this.guesses.wasWrong(request);
          throw Problem.fromStatus(413, 'a notification may have 64 KiB');
        }
        pieces.push(piece);
      }
      (request as NotificationRequest).notification = Buffer.concat(pieces).toString('utf8');
      delete request.raw.headers['content-type'];
      delete request.raw.headers['transfer-encoding'];
      request.raw.headers['content-length'] = '0';
      return Readable.from([]);
    });
  }
}

/** What a source calls when something has changed. Authenticated as the source does it; starts a sync soon. */
@ApiTags('Pull connections')
@Controller('directory/:directoryId/notifications')
export class NotificationsController {
  constructor(
    @Inject(Connections) private readonly connections: Connections,
    @Inject(SourceAccess) private readonly source: SourceAccess,
    @Inject(SyncQueue) private readonly queue: SyncQueue,
    @Inject(NotificationGuesses) private readonly guesses: NotificationGuesses,
  ) {}

  @Post()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'Notifications_notify',
    summary: 'Say that something has changed at the source',
    description:
      'For the source of a pulled directory, which signs or marks its notifications. Starts a sync soon, and never more than one a minute.',
  })
  @ApiResponse({ status: 204, description: 'The notification was heard.' })
  @ApiResponse({ status: 401, type: ProblemBody, description: 'It does not come from the source of the directory.' })
  @ApiResponse({ status: 429, type: ProblemBody, description: 'Too many wrong ones came from this address.' })
  async notify(@Param('directoryId') directoryId: string, @Req() request: NotificationRequest): Promise<void> {
    const connection = isId('dir', directoryId) ? await this.connections.find(directoryId) : undefined;
    if (connection !== undefined) this.guesses.exists(directoryId);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    );
    const notification = { headers, body: request.notification ?? '', watch: connection?.watch ?? undefined };
    const verdict =
      connection &&
      (await this.source
        .use(connection, (connector) => connector.checkNotification?.(notification, new Date()) ?? 'refused')
        .catch((error: unknown) => {
          if (error instanceof ConnectorError) return 'refused' as const;
          throw error;
        }));
    // The same for a directory that is not there.
    if (verdict === undefined || verdict === 'refused') {
      this.guesses.wasWrong(request);
      throw Problem.fromStatus(401, 'the notification does not come from the source of this directory');
    }
    if (verdict === 'sync') await this.queue.nudge(directoryId);
  }
}
