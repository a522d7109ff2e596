import { Body, Delete, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { ManagementController } from '../access/management-controller.js';
import { organizationId } from '../input/id.pipe.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { LogoQuery, PortalSettingsAnswer, UpdatePortalSettings } from './portal-settings.dto.js';
import { PortalSettingsService } from './portal-settings.service.js';
import { readUpload, UPLOAD_BODY, UPLOAD_TYPES } from './read-upload.js';

@ManagementController('organizations/:organizationId/portal_settings', 'Admin portal')
export class OrganizationPortalSettingsController {
  constructor(@Inject(PortalSettingsService) private readonly settings: PortalSettingsService) {}

  @Get()
  @Operation({
    id: 'OrganizationPortalSettings_get',
    summary: "Get the settings of an organization's admin portal",
    description: 'Null: the setting of `GET /portal_settings`.',
    scope: 'admin',
    answer: PortalSettingsAnswer,
    fails: [404],
  })
  async get(@Param('organizationId', organizationId) organization: string): Promise<PortalSettingsAnswer> {
    return await this.settings.get(organization);
  }

  @Put()
  @Operation({
    id: 'OrganizationPortalSettings_replace',
    summary: "Replace the settings of an organization's admin portal",
    description: 'A field that you leave out becomes null, and is inherited.',
    scope: 'admin',
    audit: 'organization_portal_setting.replace',
    answer: PortalSettingsAnswer,
    fails: [404],
  })
  async replace(
    @Param('organizationId', organizationId) organization: string,
    @Body(InputPipe) input: UpdatePortalSettings,
  ): Promise<PortalSettingsAnswer> {
    return await this.settings.replace(UpdatePortalSettings.stored(input), organization);
  }

  @Put('logo')
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody(UPLOAD_BODY)
  @Operation({
    id: 'OrganizationPortalSettings_setLogo',
    summary: "Set the logo of an organization's admin portal",
    description: 'PNG, JPEG or WebP, at most 100 KB, 64 to 2,000 pixels wide and high.',
    scope: 'admin',
    audit: 'organization_portal_setting.set_logo',
    answer: PortalSettingsAnswer,
    fails: [404],
  })
  async setLogo(
    @Param('organizationId', organizationId) organization: string,
    @Body() body: unknown,
    @Query(InputPipe) query: LogoQuery,
  ): Promise<PortalSettingsAnswer> {
    return await this.settings.setLogo(query.theme ?? 'light', readUpload(body), organization);
  }

  @Delete('logo')
  @Operation({
    id: 'OrganizationPortalSettings_removeLogo',
    summary: "Remove the logo of an organization's admin portal",
    scope: 'admin',
    audit: 'organization_portal_setting.remove_logo',
    fails: [404],
  })
  async removeLogo(
    @Param('organizationId', organizationId) organization: string,
    @Query(InputPipe) query: LogoQuery,
  ): Promise<void> {
    await this.settings.removeLogo(query.theme ?? 'light', organization);
  }
}
