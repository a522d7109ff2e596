import { DirectoryPulse, UserSamples, UserTimeline } from '#persistence';
import { MappingPreviewController } from './mappings/mapping-preview.controller.js';
import { MappingPreviewService } from './mappings/mapping-preview.service.js';
import { SchemaController } from './mappings/schema.controller.js';
import { ChecksController } from './pulse/checks.controller.js';
import { PulseController } from './pulse/pulse.controller.js';
import { TimelineController } from './users/timeline.controller.js';

/** The calls by which people watch what happens: what the pages of the portal and the dashboard show. */
export const WATCHING_CONTROLLERS = [
  PulseController,
  ChecksController,
  SchemaController,
  MappingPreviewController,
  TimelineController,
];

export const WATCHING_STORES = [DirectoryPulse, UserSamples, UserTimeline];

export const WATCHING_PROVIDERS = [MappingPreviewService];
