import {
  AllDirectories,
  DirectoryPulse,
  InboxStore,
  NameCollisions,
  Overview,
  OversizedResources,
  QueueLanes,
  SimulationStore,
  UserSamples,
  UserTimeline,
} from '#persistence';
import { AllDeliveriesController } from './deliveries/all-deliveries.controller.js';
import { AllDirectoriesController } from './directories/all-directories.controller.js';
import { EndpointStatsController } from './endpoints/endpoint-stats.controller.js';
import { EventController } from './events/event.controller.js';
import { InboxesController } from './inboxes/inboxes.controller.js';
import { InboxReceiverController } from './inboxes/inbox-receiver.controller.js';
import { SimulationsController } from './simulations/simulations.controller.js';
import { SimulationsService } from './simulations/simulations.service.js';
import { NameCollisionsController } from './maintenance/name-collisions.controller.js';
import { OversizedResourcesController } from './maintenance/oversized-resources.controller.js';
import { MappingPreviewController } from './mappings/mapping-preview.controller.js';
import { MappingPreviewService } from './mappings/mapping-preview.service.js';
import { SchemaController } from './mappings/schema.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { QueuesController } from './overview/queues.controller.js';
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
  AllDirectoriesController,
  AllDeliveriesController,
  EventController,
  EndpointStatsController,
  OverviewController,
  QueuesController,
  OversizedResourcesController,
  NameCollisionsController,
  InboxesController,
  InboxReceiverController,
  SimulationsController,
];

export const WATCHING_STORES = [
  DirectoryPulse,
  UserSamples,
  UserTimeline,
  AllDirectories,
  Overview,
  QueueLanes,
  InboxStore,
  SimulationStore,
  OversizedResources,
  NameCollisions,
];

export const WATCHING_PROVIDERS = [MappingPreviewService, SimulationsService];
