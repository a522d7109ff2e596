// Webhooks in NestJS. With Express instead of Fastify, leave the adapter out; `rawBody: true` stays.
import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import {
  Controller,
  HttpCode,
  Injectable,
  Module,
  Post,
  type RawBodyRequest,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RollcallEvent, verifyWebhook, WebhookVerificationError } from '@rollcall/client';
import { type FastifyRequest } from 'fastify';

@Injectable()
class Directory {
  /** Store it here, and work on it afterwards: the same event may come more than once. */
  async apply(event: RollcallEvent): Promise<void> {
    switch (event.type) {
      case 'organization.directory.user_created':
      case 'organization.directory.user_updated':
        console.log(`keep ${event.data.email}, version ${event.data.version}`);
        break;
      case 'organization.directory.user_deleted':
        console.log(`lock out ${event.data.email}`);
        break;
    }
  }
}

@Controller('hooks/rollcall')
class HooksController {
  constructor(private readonly directory: Directory) {}

  @Post()
  @HttpCode(204)
  async receive(@Req() request: RawBodyRequest<FastifyRequest>): Promise<void> {
    await this.directory.apply(verified(request));
  }
}

function verified({ headers, rawBody }: RawBodyRequest<FastifyRequest>): RollcallEvent {
  try {
    return verifyWebhook(process.env['ROLLCALL_WEBHOOK_SECRET']!, headers, rawBody!);
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw new UnauthorizedException();
    throw error;
  }
}

@Module({ controllers: [HooksController], providers: [Directory] })
class AppModule {}

// Nest keeps the bytes as they came, next to what it makes of them.
const options = { rawBody: true, logger: ['error' as const] };
const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), options);
await app.listen(process.env['PORT'] ?? 4000);
console.log(`listening on ${(app.getHttpServer().address() as AddressInfo).port}`);
