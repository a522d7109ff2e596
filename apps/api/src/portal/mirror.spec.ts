import 'reflect-metadata';
import { Get, Post, type Type } from '@nestjs/common';
import { GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { ManagementController } from '../management/access/management-controller.js';
import { mirror, originalOf } from './mirror.js';
import { PortalGuard } from './portal.guard.js';

@ManagementController('organizations/:organizationId/directories/:directoryId/things', 'Things')
class ThingsController {
  @Get()
  list(): string {
    return this.own();
  }

  @Post()
  create(): string {
    return 'created';
  }

  @Get('export')
  all(): string {
    return 'all';
  }

  private own(): string {
    return 'own';
  }
}

describe('a mirrored controller', () => {
  const Mirror = mirror(ThingsController, { list: ['users'] });
  const handlersOf = (Controller: Type) =>
    new MetadataScanner()
      .getAllMethodNames(Controller.prototype as object)
      .filter((name) => Reflect.hasMetadata(PATH_METADATA, (Controller.prototype as Record<string, object>)[name]!));

  it('has the handlers that are named, and no other', () => {
    expect(handlersOf(ThingsController)).toEqual(['list', 'create', 'all']);
    expect(handlersOf(Mirror)).toEqual(['list']);
    expect(new Mirror().list()).toBe('own');
    expect(handlersOf(mirror(ThingsController, {}))).toEqual([]);
  });

  it('stands below /portal/api without the organization, and takes no API key', () => {
    expect(Reflect.getMetadata(PATH_METADATA, Mirror)).toBe('portal/api/directories/:directoryId/things');
    expect(Reflect.getMetadata(GUARDS_METADATA, Mirror)).toEqual([PortalGuard]);
    expect(Mirror.name).toBe('PortalThingsController');
  });

  it('knows whom it mirrors', () => {
    expect(originalOf(Mirror)).toBe(ThingsController);
    expect(originalOf(ThingsController)).toBe(ThingsController);
  });
});
