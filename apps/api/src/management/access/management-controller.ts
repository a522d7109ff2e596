import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ApiKeyGuard } from './api-key.guard.js';

/** A controller below /api/v1: no route of it answers without a key. */
export function ManagementController(path: string, tag: string): ClassDecorator {
  return applyDecorators(Controller(`api/v1/${path}`), UseGuards(ApiKeyGuard), ApiTags(tag), ApiBearerAuth('api-key'));
}
