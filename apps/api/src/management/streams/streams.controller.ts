import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { Environment } from '#config';
import { ProblemBody } from '../openapi/answers.js';
import { Problem } from '../../http/problem.js';
import { type ManagementRequest } from '../access/acting.js';
import { type ApiClient } from '../access/api-clients.js';
import { Audited } from '../audit/audited-action.js';
import { AuditInterceptor } from '../audit/audit.interceptor.js';
import { PUSH, readStreamRequest, readVerificationRequest } from './stream-request.js';
import {
  CreateStream,
  STREAM_ID,
  StreamBody,
  StreamStatusBody,
  TransmitterConfiguration,
  VerifyStream,
} from './stream.dto.js';
import { StreamsService } from './streams.service.js';

const NEEDS = { 'ssf.read': 'Needs the scope `ssf.read`.', 'ssf.manage': 'Needs the scope `ssf.manage`.' };
const BAD = { status: 400, type: ProblemBody, description: 'The request is wrong. Nothing was stored.' };
const UNKNOWN = { status: 404, type: ProblemBody, description: 'The key has no such stream.' };
const STREAM_SCHEMA = { $ref: getSchemaPath(StreamBody) };
const STREAM = { name: 'stream_id', description: 'The stream.', example: STREAM_ID };

/** The stream API of the Shared Signals Framework 1.0 (§8.1); `StreamAdmission` has let the request in. */
@ApiTags('Streams')
@ApiBearerAuth('api-key')
@ApiResponse({ status: 401, type: ProblemBody, description: 'The access token is missing or invalid.' })
@ApiResponse({ status: 403, type: ProblemBody, description: 'The access token does not have the scope.' })
@UseInterceptors(AuditInterceptor)
@Controller('ssf')
export class StreamsController {
  constructor(
    @Inject(StreamsService) private readonly streams: StreamsService,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  @Post('streams')
  @HttpCode(201)
  @Audited('stream.create')
  @ApiOperation({
    operationId: 'Streams_create',
    summary: 'Create a stream of security event tokens',
    description: NEEDS['ssf.manage'],
  })
  @ApiBody({ type: CreateStream })
  @ApiResponse({ status: 201, type: StreamBody, description: 'The stream.' })
  @ApiResponse(BAD)
  @ApiResponse({ status: 409, type: ProblemBody, description: 'The key has 20 streams.' })
  async create(@Req() request: ManagementRequest, @Body() body: unknown): Promise<StreamBody> {
    const stream = await this.streams.create(clientOf(request), readStreamRequest(body));
    return StreamBody.of(stream, this.environment.publicUrl);
  }

  @Get('streams')
  @ApiOperation({
    operationId: 'Streams_get',
    summary: 'Get one stream, or all streams of the key',
    description: NEEDS['ssf.read'],
  })
  @ApiQuery({ ...STREAM, required: false })
  @ApiResponse({
    status: 200,
    schema: { oneOf: [STREAM_SCHEMA, { type: 'array', items: STREAM_SCHEMA }] },
    description: 'One stream; without `stream_id` an array of all.',
  })
  @ApiResponse(UNKNOWN)
  async get(@Req() request: ManagementRequest, @Query('stream_id') id: unknown): Promise<StreamBody | StreamBody[]> {
    const { publicUrl } = this.environment;
    if (id !== undefined) return StreamBody.of(await this.streams.find(clientOf(request), idOf(id)), publicUrl);
    return (await this.streams.list(clientOf(request))).map((stream) => StreamBody.of(stream, publicUrl));
  }

  @Delete('streams')
  @HttpCode(204)
  @Audited('stream.remove')
  @ApiOperation({
    operationId: 'Streams_remove',
    summary: 'Delete a stream and its deliveries',
    description: NEEDS['ssf.manage'],
  })
  @ApiQuery(STREAM)
  @ApiResponse({ status: 204, description: 'Done.' })
  @ApiResponse(BAD)
  @ApiResponse(UNKNOWN)
  async remove(@Req() request: ManagementRequest, @Query('stream_id') id: unknown): Promise<void> {
    await this.streams.remove(clientOf(request), idOf(id));
  }

  @Get('status')
  @ApiOperation({
    operationId: 'Streams_status',
    summary: 'Get the status of a stream',
    description: NEEDS['ssf.read'],
  })
  @ApiQuery(STREAM)
  @ApiResponse({ status: 200, type: StreamStatusBody, description: 'The status.' })
  @ApiResponse(BAD)
  @ApiResponse(UNKNOWN)
  async status(@Req() request: ManagementRequest, @Query('stream_id') id: unknown): Promise<StreamStatusBody> {
    const { enabled, disabledReason, id: stream_id } = await this.streams.find(clientOf(request), idOf(id));
    if (enabled) return { stream_id, status: 'enabled' };
    return { stream_id, status: 'paused', ...(disabledReason !== null && { reason: disabledReason }) };
  }

  @Post('verify')
  @HttpCode(204)
  @Audited('stream.verify')
  @ApiOperation({
    operationId: 'Streams_verify',
    summary: 'Ask for a verification token',
    description: `The token follows at once, ahead of every other delivery. ${NEEDS['ssf.manage']}`,
  })
  @ApiBody({ type: VerifyStream })
  @ApiResponse({ status: 204, description: 'The token follows.' })
  @ApiResponse(BAD)
  @ApiResponse(UNKNOWN)
  @ApiResponse({
    status: 429,
    type: ProblemBody,
    description: 'Sooner than `min_verification_interval` after the last time.',
  })
  async verify(@Req() request: ManagementRequest, @Body() body: unknown): Promise<void> {
    await this.streams.verify(clientOf(request), readVerificationRequest(body));
  }
}

/** Where receivers learn the rest (SSF 1.0 §7.1). */
@ApiTags('Streams')
@Controller('.well-known/ssf-configuration')
export class TransmitterController {
  constructor(@Inject(Environment) private readonly environment: Environment) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'Transmitter_configuration',
    summary: 'Get what a receiver must know of this transmitter',
  })
  @ApiResponse({ status: 200, type: TransmitterConfiguration, description: 'The configuration.' })
  configuration(): TransmitterConfiguration {
    const issuer = this.environment.publicUrl;
    return {
      spec_version: '1_0',
      issuer,
      jwks_uri: `${issuer}/keys`,
      delivery_methods_supported: [PUSH],
      configuration_endpoint: `${issuer}/ssf/streams`,
      status_endpoint: `${issuer}/ssf/status`,
      verification_endpoint: `${issuer}/ssf/verify`,
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
      default_subjects: 'ALL',
    };
  }
}

function clientOf({ client }: ManagementRequest): ApiClient {
  if (client === undefined) throw Problem.fromStatus(401, 'send "Authorization: Bearer <access token>"');
  return client;
}

function idOf(id: unknown): string {
  if (typeof id === 'string' && id !== '') return id;
  throw Problem.invalid([{ field: 'stream_id', description: 'must name one stream' }]);
}
