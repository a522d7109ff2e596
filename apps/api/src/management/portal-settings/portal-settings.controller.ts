import { Body, Delete, Get, Inject, Put, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { ManagementController } from '../access/management-controller.js';
import { InputPipe } from '../input/input.pipe.js';
import { Operation } from '../openapi/operation.js';
import { LogoQuery, PortalSettingsAnswer, UpdatePortalSettings } from './portal-settings.dto.js';
import { PortalSettingsService } from './portal-settings.service.js';
import { readUpload, UPLOAD_BODY, UPLOAD_TYPES } from './read-upload.js';

@ManagementController('portal_settings', 'Admin portal')
export class PortalSettingsController {
  constructor(@Inject(PortalSettingsService) private readonly settings: PortalSettingsService) {}

  @Get()
  @Operation({
    id: 'PortalSettings_get',
    summary: 'Get the settings of the admin portal',
    description: 'Organizations inherit them.',
    scope: 'admin',
    answer: PortalSettingsAnswer,
  })
  async get(): Promise<PortalSettingsAnswer> {
    return await this.settings.get();
  }

  @Put()
  @Operation({
    id: 'PortalSettings_replace',
    summary: 'Replace the settings of the admin portal',
    description: 'A field that you leave out becomes null.',
    scope: 'admin',
    audit: 'portal_setting.replace',
    answer: PortalSettingsAnswer,
  })
  async replace(@Body(InputPipe) input: UpdatePortalSettings): Promise<PortalSettingsAnswer> {
    return await this.settings.replace(UpdatePortalSettings.stored(input));
  }

  @Put('logo')
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody(UPLOAD_BODY)
  @Operation({
    id: 'PortalSettings_setLogo',
    summary: 'Set the logo of the admin portal',
    description: 'PNG, JPEG or WebP, at most 100 KB, 64 to 2,000 pixels wide and high.',
    scope: 'admin',
    audit: 'portal_setting.set_logo',
    answer: PortalSettingsAnswer,
  })
  async setLogo(@Body() body: unknown, @Query(InputPipe) query: LogoQuery): Promise<PortalSettingsAnswer> {
    return await this.settings.setLogo(query.theme ?? 'light', readUpload(body));
  }

  @Delete('logo')
  @Operation({
    id: 'PortalSettings_removeLogo',
    summary: 'Remove the logo of the admin portal',
    scope: 'admin',
    audit: 'portal_setting.remove_logo',
  })
  async removeLogo(@Query(InputPipe) query: LogoQuery): Promise<void> {
    await this.settings.removeLogo(query.theme ?? 'light');
  }
}
