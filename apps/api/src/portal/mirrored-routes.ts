import { ConnectionsController } from '../management/connections/connections.controller.js';
import { SyncController } from '../management/connections/sync.controller.js';
import { SyncsController } from '../management/connections/syncs.controller.js';
import { UploadsController } from '../management/connections/uploads.controller.js';
import { ContextsController } from '../management/directories/contexts.controller.js';
import { DirectoriesController } from '../management/directories/directories.controller.js';
import { IpAllowlistController } from '../management/directories/ip-allowlist.controller.js';
import { OAuthClientsController } from '../management/directories/oauth-clients.controller.js';
import { SecretsController } from '../management/directories/secrets.controller.js';
import { GroupRulesController } from '../management/group-rules/group-rules.controller.js';
import { DirectoryGroupsController } from '../management/groups/groups.controller.js';
import { TrackedGroupsController } from '../management/groups/tracked-groups.controller.js';
import { MappingsController } from '../management/mappings/mappings.controller.js';
import { HeldDeparturesController } from '../management/policy/held-departures.controller.js';
import { PolicyController } from '../management/policy/policy.controller.js';
import { RequestsController } from '../management/requests/requests.controller.js';
import { AssignmentsController } from '../management/roles/assignments.controller.js';
import { RolesController } from '../management/roles/roles.controller.js';
import { ChecksController } from '../management/pulse/checks.controller.js';
import { PulseController } from '../management/pulse/pulse.controller.js';
import { MappingPreviewController } from '../management/mappings/mapping-preview.controller.js';
import { SchemaController } from '../management/mappings/schema.controller.js';
import { TimelineController } from '../management/users/timeline.controller.js';
import { DirectoryUsersController } from '../management/users/users.controller.js';
import { mirror } from './mirror.js';
import { PORTAL_SECTIONS as ANY } from '../management/portal-links/sections.js';

/**
 * What an IT administrator can call: these handlers of the management API, and no other. Each names the sections of the portal that
 * open it. Every handler here takes the organization from `:organizationId`, or is the same for all organizations.
 */
export const MIRRORED_CONTROLLERS = [
  mirror(DirectoriesController, {
    get: ANY,
    update: ['setup', 'settings'],
    enable: ['settings'],
    disable: ['settings'],
    remove: ['settings'],
  }),
  mirror(SecretsController, {
    list: ['setup', 'settings'],
    create: ['setup', 'settings'],
    regenerate: ['setup', 'settings'],
    revoke: ['setup', 'settings'],
  }),
  mirror(OAuthClientsController, {
    list: ['setup', 'settings'],
    create: ['setup', 'settings'],
    revoke: ['setup', 'settings'],
  }),
  mirror(IpAllowlistController, { get: ['settings'], replace: ['settings'] }),
  mirror(ContextsController, { get: ['setup'], update: ['setup'] }),
  mirror(MappingsController, { get: ['mapping', 'setup'], update: ['mapping', 'setup'] }),
  mirror(PolicyController, { get: ['settings'], update: ['settings'] }),
  mirror(HeldDeparturesController, { list: ['settings'], approve: ['settings'], reject: ['settings'] }),
  mirror(GroupRulesController, { list: ['roles'], replace: ['roles'] }),
  mirror(AssignmentsController, { assign: ['roles', 'setup'] }),
  mirror(RolesController, { list: ['roles', 'setup', 'users'] }),
  mirror(TrackedGroupsController, { assign: ['setup', 'settings'] }),
  mirror(DirectoryUsersController, { list: ['users', 'mapping', 'setup'], get: ['users', 'mapping', 'setup'] }),
  mirror(DirectoryGroupsController, {
    list: ['users', 'roles', 'setup'],
    summary: ['users', 'roles', 'setup'],
    get: ['users', 'roles', 'setup'],
    members: ['users', 'roles', 'setup'],
  }),
  mirror(PulseController, { get: ANY }),
  mirror(ChecksController, { get: ANY, run: ['setup', 'requests', 'settings'] }),
  mirror(SchemaController, { get: ['mapping', 'setup'] }),
  mirror(MappingPreviewController, { preview: ['mapping', 'setup'] }),
  mirror(TimelineController, { list: ['users'] }),
  mirror(ConnectionsController, {
    get: ['setup', 'settings', 'syncs'],
    update: ['setup', 'settings'],
    test: ['setup', 'settings'],
  }),
  mirror(SyncController, { start: ['setup', 'syncs'] }),
  mirror(SyncsController, {
    list: ['setup', 'syncs'],
    get: ['setup', 'syncs'],
    changes: ['setup', 'syncs'],
    approve: ['syncs'],
    reject: ['syncs'],
    cancel: ['setup', 'syncs'],
    apply: ['setup', 'syncs'],
  }),
  mirror(UploadsController, { create: ['setup', 'syncs'] }),
  mirror(RequestsController, { list: ['requests', 'setup'] }),
];
