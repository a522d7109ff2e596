import { InvitationLinksController } from './invitation-links.controller.js';
import { MIRRORED_CONTROLLERS } from './mirrored-routes.js';
import { PortalAuditLogsController } from './portal-audit-logs.controller.js';
import { PortalDirectoriesController } from './portal-directories.controller.js';
import { PortalPageController } from './portal-page.controller.js';
import { PortalSessionController } from './portal-session.controller.js';

/** Everything below /portal but the landing page of links. */
export const PORTAL_CONTROLLERS = [
  PortalSessionController,
  InvitationLinksController,
  PortalDirectoriesController,
  PortalAuditLogsController,
  ...MIRRORED_CONTROLLERS,
  PortalPageController,
];
