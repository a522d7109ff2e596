import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Pool } from 'pg';
import { Remembered } from '../limits/remembered.js';
import { answersWithin } from './answers-within.js';

/** Shorter than the probes of load balancers wait. */
const PATIENCE_MS = 2_000;

/** Anybody may ask, as often as they like: all of them together ask the database once in this time. Load balancers ask every few seconds. */
const ANSWER_FOR_MS = 1_000;

class HealthAnswer {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status!: string;

  @ApiPropertyOptional({ description: 'The dependencies that do not answer.', example: ['postgresql'], type: [String] })
  missing?: string[];
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  private readonly database = new Remembered(
    () => answersWithin(PATIENCE_MS, () => this.pool.query('SELECT 1')),
    ANSWER_FOR_MS,
  );

  constructor(@Inject(Pool) private readonly pool: Pool) {}

  @Get('live')
  @ApiOperation({ operationId: 'Health_live', summary: 'Is the process alive?' })
  @ApiResponse({ status: 200, type: HealthAnswer, description: 'The process is alive.' })
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'Health_ready', summary: 'Can it take requests?' })
  @ApiResponse({ status: 200, type: HealthAnswer, description: 'Rollcall takes requests.' })
  @ApiResponse({ status: 503, type: HealthAnswer, description: 'A dependency does not answer.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    if (await this.database.get()) return { status: 'ok' };
    void reply.status(503);
    return { status: 'unavailable', missing: ['postgresql'] };
  }
}
