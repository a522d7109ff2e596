import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { type ServiceEnvironment } from '#config';
import { type Logger } from '#log';
import { MetadataController } from './discovery/metadata.controller.js';
import { HealthModule } from './health/health.module.js';
import { ProblemFilter } from './server/problem.filter.js';
import { ManagementModule } from './management/management.module.js';
import { ScimModule } from './scim/scim.module.js';
import { StorageModule } from './storage.module.js';
import { WebModule } from './web/web.module.js';

/** The composition root of the api. */
@Module({})
export class ApiModule {
  static with(environment: ServiceEnvironment, logger?: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [StorageModule.with(environment, logger), ScimModule, ManagementModule, HealthModule, WebModule],
      controllers: [MetadataController],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
