import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Environment } from '#config';

export function describeApi(_app: NestFastifyApplication, _environment: Environment): void {}
