import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditInterceptor } from '../audit/audit.interceptor.js';
import { IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { UnknownFieldsInterceptor } from '../input/unknown-fields.interceptor.js';
import { ApiKeyGuard } from './api-key.guard.js';

/** A controller below /api/v1: no route answers without a key, every write is audited, every POST can be repeated safely. */
export function ManagementController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`api/v1/${path}`),
    UseGuards(ApiKeyGuard),
    // In this order: an answer that is given again was audited the first time.
    UseInterceptors(UnknownFieldsInterceptor, IdempotencyInterceptor, AuditInterceptor),
    ApiTags(tag),
    ApiBearerAuth('api-key'),
  );
}
