import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { type ServiceEnvironment } from '#config';
import { type Logger } from '#log';
import { HealthModule } from './health/health.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LandingModule } from './landing/landing.module.js';
import { ManagementModule } from './management/management.module.js';
import { ScimModule } from './scim/scim.module.js';
import { StorageModule } from './storage.module.js';

/** The composition root of the api. */
@Module({})
export class ApiModule {
  static with(environment: ServiceEnvironment, logger?: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [StorageModule.with(environment, logger), ScimModule, ManagementModule, HealthModule, LandingModule],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
