import { applyDecorators, Controller, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditInterceptor } from '../management/audit/audit.interceptor.js';
import { IdempotencyInterceptor } from '../management/idempotency/idempotency.interceptor.js';
import { UnknownFieldsInterceptor } from '../management/input/unknown-fields.interceptor.js';
import { PortalGuard } from './portal.guard.js';
import { OPENED_BY, type OpenedBy } from '../management/portal-links/sections.js';

/** A controller of the portal alone, below /portal/api. @param openedBy the sections that open each handler */
export function PortalController(path: string, openedBy: OpenedBy): ClassDecorator {
  return applyDecorators(
    Controller(`portal/api/${path}`),
    UseGuards(PortalGuard),
    UseInterceptors(UnknownFieldsInterceptor, IdempotencyInterceptor, AuditInterceptor),
    SetMetadata(OPENED_BY, openedBy),
    ApiTags('Admin portal'),
  );
}
