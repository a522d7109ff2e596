// Made from GET /openapi.json by `npm run client:types`: do not edit.

export interface paths {
    "/api/v1/api_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Needs the scope `admin`.
         */
        get: operations["ApiKeys_list"];
        put?: never;
        /**
         * Create an API key
         * @description Needs the scope `admin`.
         */
        post: operations["ApiKeys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api_keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an API key
         * @description Needs the scope `admin`.
         */
        get: operations["ApiKeys_get"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key and its access tokens
         * @description Needs the scope `admin`.
         */
        delete: operations["ApiKeys_revoke"];
        options?: never;
        head?: never;
        /**
         * Change the name, end, rate limit or organizations of an API key
         * @description Needs the scope `admin`.
         */
        patch: operations["ApiKeys_update"];
        trace?: never;
    };
    "/api/v1/audit_logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries, newest first
         * @description The log says who did what, when and from where. Nobody can change or delete entries through the API. Needs the scope `admin`.
         */
        get: operations["AuditLogs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit_logs:export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the audit log with its hash chain
         * @description The response has one JSON object per line: every entry, chain by chain, each from its first entry on. Fields without a value are left out. `npx rollcall audit verify` recomputes the hashes. The last line counts the entries. If the last line is missing, the stream was cut. The export itself is an entry. Needs the scope `admin`.
         */
        get: operations["AuditLogs_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries of all endpoints, newest first
         * @description `total_size` counts up to 10,000. Needs the scope `read`.
         */
        get: operations["AllDeliveries_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery with its attempts
         * @description Needs the scope `read`.
         */
        get: operations["Deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}:retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a delivery now
         * @description The delivery must be pending, retrying or exhausted. Needs the scope `write`.
         */
        post: operations["Deliveries_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deprovisionings:unacknowledged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deprovisionings that an endpoint has not acknowledged
         * @description Each entry is an undelivered event about a person who left. It waits for an attempt, is held by a disabled endpoint, or is exhausted. Newest first. An empty list is good. Needs the scope `read`.
         */
        get: operations["Deprovisionings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/directories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the directories of all organizations
         * @description Needs the scope `read`.
         */
        get: operations["AllDirectories_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed
         * @description All events in commit order, oldest first. The feed skips nothing and repeats nothing. Needs the scope `read`.
         */
        get: operations["Events_read"];
        put?: never;
        /**
         * List events, newest first, and count them
         * @description For clients of Scalekit. `POST /events/paginated` is the same without the count. Needs the scope `read`.
         */
        post: operations["Events_count"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an event with its deliveries
         * @description Needs the scope `read`.
         */
        get: operations["Event_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/paginated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List events, newest first
         * @description Needs the scope `read`.
         */
        post: operations["Events_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List test inboxes, newest first
         * @description Needs the scope `read`.
         */
        get: operations["Inboxes_list"];
        put?: never;
        /**
         * Create a test inbox
         * @description A receiver without code, for 24 hours: use its `url` as that of an endpoint. It keeps the last 100 requests of at most 256 KiB each. Needs the scope `write`.
         */
        post: operations["Inboxes_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inboxes/{inbox_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a test inbox with its requests
         * @description The newest requests first, at most 4 MiB of them. Needs the scope `read`.
         */
        get: operations["Inboxes_get"];
        put?: never;
        post?: never;
        /**
         * Delete a test inbox with its requests
         * @description Needs the scope `write`.
         */
        delete: operations["Inboxes_remove"];
        options?: never;
        head?: never;
        /**
         * Change what a test inbox answers
         * @description Needs the scope `write`.
         */
        patch: operations["Inboxes_update"];
        trace?: never;
    };
    "/api/v1/mails/{mail_id}:retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a mail now
         * @description The mail must be queued, retrying or failed. Needs the scope `write`.
         */
        post: operations["Mails_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/name_collisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users of one directory whose user names are now the same
         * @description An upgrade found users of the same directory whose user names Rollcall now treats as the same. Rename or delete one of the two users at the identity provider, and start Rollcall again. The list shows ids only. Needs the scope `read`.
         */
        get: operations["NameCollisions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List organizations
         * @description Needs the scope `read`.
         */
        get: operations["Organizations_list"];
        put?: never;
        /**
         * Create an organization
         * @description Needs the scope `write`.
         */
        post: operations["Organizations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations:external/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization by your own id
         * @description Needs the scope `read`.
         */
        get: operations["Organizations_getExternal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations:search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search organizations
         * @description Needs the scope `read`.
         */
        get: operations["Organizations_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization
         * @description Needs the scope `read`.
         */
        get: operations["Organizations_get"];
        put?: never;
        post?: never;
        /**
         * Delete an organization
         * @description Rollcall deletes the directories first and sends one `user_deleted` for each active user. Needs the scope `write`.
         */
        delete: operations["Organizations_remove"];
        options?: never;
        head?: never;
        /**
         * Change an organization
         * @description Needs the scope `write`.
         */
        patch: operations["Organizations_update"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/application-session-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the application's session policy
         * @description For clients of Scalekit. Your application has this policy, so Rollcall answers 501. Needs the scope `read`.
         */
        get: operations["SignInSettings_applicationSessionPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an organization's directories
         * @description Needs the scope `read`.
         */
        get: operations["Directories_list"];
        put?: never;
        /**
         * Create a directory
         * @description The new directory is enabled. Next, create a secret for the identity provider. Needs the scope `write`.
         */
        post: operations["Directories_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a directory
         * @description Needs the scope `read`.
         */
        get: operations["Directories_get"];
        put?: never;
        post?: never;
        /**
         * Delete a directory
         * @description Needs the scope `write`.
         */
        delete: operations["Directories_remove"];
        options?: never;
        head?: never;
        /**
         * Change a directory
         * @description Needs the scope `write`.
         */
        patch: operations["Directories_update"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}:disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Disable a directory
         * @description Rollcall refuses SCIM requests until the directory is enabled again. Needs the scope `write`.
         */
        patch: operations["Directories_disable"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}:enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Enable a directory
         * @description Needs the scope `write`.
         */
        patch: operations["Directories_enable"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}:resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the whole directory to an endpoint
         * @description Sends one event per user and group with the current state (`user_updated`, `user_deleted` for inactive users, `group_updated`), between `sync_started` and `sync_completed`. Only this endpoint gets them, whatever its `event_types` are, and the feed does not. Asking again while the resync runs answers its progress. Needs the scope `write`.
         */
        post: operations["Resync_resync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}:simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate an identity provider
         * @description Only for a sandbox directory. Sends the requests of Okta or Entra ID to the public SCIM URL, in the background. The people are the same in every run. Needs the scope `write`.
         */
        post: operations["Simulations_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}:sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Start a pull sync (for compatibility)
         * @description Only for directories that Rollcall pulls (POLL, LDAP) and that have a connection. Answers at once; the worker runs the sync. While one is queued or running, another call answers that one. Needs the scope `write`.
         */
        get: operations["Sync_startByGet"];
        put?: never;
        /**
         * Start a pull sync
         * @description Only for directories that Rollcall pulls (POLL, LDAP) and that have a connection. Answers at once; the worker runs the sync. While one is queued or running, another call answers that one. Needs the scope `write`.
         */
        post: operations["Sync_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a directory's attribute mapping
         * @description Each mapping says for how many active users the value is missing. In a directory of more than 20,000 users this is an estimate from the first 20,000. Needs the scope `read`.
         */
        get: operations["Mappings_get"];
        /**
         * Replace a directory's attribute mapping
         * @description A background job remaps existing users and sends one `user_updated` for each user whose profile changes. Needs the scope `write`.
         */
        put: operations["Mappings_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/attributes:preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an attribute mapping without storing it
         * @description Shows what users have at present and what they would have. Needs the scope `read`.
         */
        post: operations["MappingPreview_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show which set-up steps have worked
         * @description Needs the scope `read`.
         */
        get: operations["Checks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/checks:run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try the SCIM endpoint by its public URL
         * @description Rollcall calls itself as an identity provider does, with a token that lives for 60 seconds. It only reads, and the requests are in no log. Needs the scope `write`.
         */
        post: operations["Checks_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a pulled directory's connection
         * @description Secrets are never returned. Needs the scope `read`.
         */
        get: operations["Connections_get"];
        /**
         * Set a pulled directory's connection
         * @description Stores the settings and does not sync. Settings are replaced as a whole. Needs the scope `write`.
         */
        put: operations["Connections_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/connection:test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a pulled directory's connection
         * @description Asks the source for what a sync needs, within 30 seconds. Stores only the result, as `last_test`. Needs the scope `write`.
         */
        post: operations["Connections_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/contexts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your own notes on a directory
         * @description The notes are empty until you store some. Needs the scope `read`.
         */
        get: operations["Contexts_get"];
        /**
         * Replace your own notes on a directory
         * @description The body is the object itself, at most 64 KiB. Rollcall stores it and does not read it. Needs the scope `write`.
         */
        put: operations["Contexts_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/group_rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a directory's group rules
         * @description Needs the scope `read`.
         */
        get: operations["GroupRules_list"];
        /**
         * Replace a directory's group rules
         * @description Rollcall creates and deletes the groups of the rules. A background job adds existing users and sends one `user_updated` for each. Needs the scope `write`.
         */
        put: operations["GroupRules_replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a directory's groups
         * @description Needs the scope `read`.
         */
        get: operations["DirectoryGroups_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups:assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose the groups of the source that are tracked
         * @description Rollcall tracks every group, so it accepts only an empty list. Choose the groups of a SCIM directory at its identity provider. Needs the scope `write`.
         */
        put: operations["TrackedGroups_assign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups/-/roles:assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign roles to groups
         * @description Replaces all assignments of the directory. A background job sends `user_updated` for each user whose roles change. Needs the scope `write`.
         */
        put: operations["Assignments_assign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a group
         * @description Needs the scope `read`.
         */
        get: operations["DirectoryGroups_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups/{group_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a group's members
         * @description Needs the scope `read`.
         */
        get: operations["DirectoryGroups_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/groups/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List groups without their detail
         * @description Needs the scope `read`.
         */
        get: operations["DirectoryGroups_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/held_departures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List departures that wait for approval
         * @description With `hold` in the policy, a departure waits here if more than `mass_leave_limit` users leave within an hour. Needs the scope `read`.
         */
        get: operations["HeldDepartures_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/held_departures:approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve held departures
         * @description A background job sends the events within seconds. To approve a rejected departure, name the user. Needs the scope `write`.
         */
        post: operations["HeldDepartures_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/held_departures:reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject held departures
         * @description The users stay active until the identity provider changes them again. Needs the scope `write`.
         */
        post: operations["HeldDepartures_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/ip_allowlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the networks that SCIM requests may come from
         * @description Needs the scope `read`.
         */
        get: operations["IpAllowlist_get"];
        /**
         * Replace the networks that SCIM requests may come from
         * @description A request from another address gets 403 if its token is right. The list takes effect at once on every process. Needs the scope `write`.
         */
        put: operations["IpAllowlist_replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/oauth_clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List OAuth clients of the SCIM endpoint
         * @description The list includes revoked clients. It never shows secrets. Needs the scope `read`.
         */
        get: operations["OAuthClients_list"];
        put?: never;
        /**
         * Create an OAuth client for the SCIM endpoint
         * @description The client gets access tokens at `POST /directory/{directory_id}/oauth/token`. Needs the scope `write`.
         */
        post: operations["OAuthClients_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/oauth_clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an OAuth client
         * @description The access tokens of the client stop working at once. Needs the scope `write`.
         */
        delete: operations["OAuthClients_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a directory's deprovisioning policy
         * @description Needs the scope `read`.
         */
        get: operations["Policy_get"];
        /**
         * Replace a directory's deprovisioning policy
         * @description A field that you leave out gets its default. Needs the scope `write`.
         */
        put: operations["Policy_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the present state of a directory
         * @description You can send this request every few seconds, with `If-None-Match`. Needs the scope `read`.
         */
        get: operations["Pulse_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List requests of the identity provider, newest first
         * @description The last 10,000 requests of at most 7 days, including refused requests. Personal values are masked, and credentials are never stored. A request appears within a second. Needs the scope `read`.
         */
        get: operations["Requests_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the attributes that a directory really sent
         * @description Covers the newest 500 users. Paths of extensions are complete, so you can use them in a mapping. Needs the scope `read`.
         */
        get: operations["Schema_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bearer secrets
         * @description The list includes revoked and expired secrets. It never shows the secrets themselves. Needs the scope `read`.
         */
        get: operations["Secrets_list"];
        put?: never;
        /**
         * Create a bearer secret
         * @description Other secrets of the directory still work. Needs the scope `write`.
         */
        post: operations["Secrets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/secrets:regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace all bearer secrets with a new secret
         * @description The old secrets stop working at once, or after `overlap`. Needs the scope `write`.
         */
        post: operations["Secrets_regenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/secrets/{secret_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a bearer secret
         * @description Needs the scope `write`.
         */
        delete: operations["Secrets_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/simulations/{simulation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of a simulation
         * @description Needs the scope `read`.
         */
        get: operations["Simulations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a snapshot of a directory
         * @description The response has one JSON object per line. The first line says where the snapshot begins (use its `after` in `GET /events`). Then come every group and every user, as in the `data` of events; deactivated and deleted users have `active: false`. The last line counts them. If the last line is missing, the stream was cut: take another snapshot. Needs the scope `read`.
         */
        get: operations["Snapshot_take"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List syncs, newest first
         * @description Rollcall keeps a sync for 30 days after its end. Needs the scope `read`.
         */
        get: operations["Syncs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a sync
         * @description Needs the scope `read`.
         */
        get: operations["Syncs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}:apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply an uploaded file that was checked
         * @description A new sync. Refused where the directory has changed since the check. Needs the scope `write`.
         */
        post: operations["Syncs_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}:approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a sync that waits for review
         * @description Lists the source again. Only people who were shown in the review, and who are still absent or inactive there, leave. Needs the scope `write`.
         */
        post: operations["Syncs_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a sync
         * @description A sync that runs ends within seconds. What it has changed by then stays. Needs the scope `write`.
         */
        post: operations["Syncs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}:reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a sync that waits for review
         * @description Nobody leaves. The sync is canceled. Needs the scope `write`.
         */
        post: operations["Syncs_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/syncs/{sync_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a sync changes, person by person
         * @description For a dry run, lists what it would change. Rollcall keeps at most 20,000 changes one by one, and always lists the people who leave. Needs the scope `read`.
         */
        get: operations["Syncs_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload users and groups as CSV
         * @description By default Rollcall only checks the file: the sync is a dry run, and `:apply` applies the file. Needs the scope `write`.
         */
        post: operations["Uploads_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a directory's users
         * @description The list is ordered by creation time and includes deactivated and deleted users. Needs the scope `read`.
         */
        get: operations["DirectoryUsers_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user
         * @description Needs the scope `read`.
         */
        get: operations["DirectoryUsers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/users/{user_id}/personal_data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the data of a person
         * @description The export holds the record, the groups, the mails, the events, and their deliveries and attempts. Needs the scope `admin`.
         */
        get: operations["PersonalData_export"];
        put?: never;
        post?: never;
        /**
         * Erase a person's data
         * @description Rollcall erases the data from the record, the events, deliveries, attempts, mails and the request log. It deactivates an active user first and sends `user_deleted`. Ids and audit entries stay. Needs the scope `admin`.
         */
        delete: operations["PersonalData_erase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/users/{user_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened about a user, newest first
         * @description Requests of the identity provider, the events that they made, and what became of each at the application. Needs the scope `read`.
         */
        get: operations["Timeline_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization's mail settings
         * @description Needs the scope `read`.
         */
        get: operations["Mail_get"];
        /**
         * Replace an organization's mail settings
         * @description A field that you leave out gets its default. Needs the scope `write`.
         */
        put: operations["Mail_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/mail:test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a sample of a mail
         * @description Rollcall sends the sample at once and answers with what the mail server said. Needs the scope `write`.
         */
        post: operations["OrganizationMails_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an organization's mails
         * @description Newest first. Needs the scope `read`.
         */
        get: operations["OrganizationMails_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/portal_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List links that still work
         * @description Needs the scope `read`.
         */
        get: operations["PortalLinks_list"];
        /**
         * Create a link to the admin portal
         * @description The link works once, until `expire_time`, and opens a session of six hours. Needs the scope `write`.
         */
        put: operations["PortalLinks_create"];
        post?: never;
        /**
         * Revoke every link of the organization and end its portal sessions
         * @description Needs the scope `write`.
         */
        delete: operations["PortalLinks_removeAll"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/portal_links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a link and end its session
         * @description Needs the scope `write`.
         */
        delete: operations["PortalLinks_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/portal_settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of an organization's admin portal
         * @description Null: the setting of `GET /portal_settings`. Needs the scope `admin`.
         */
        get: operations["OrganizationPortalSettings_get"];
        /**
         * Replace the settings of an organization's admin portal
         * @description A field that you leave out becomes null, and is inherited. Needs the scope `admin`.
         */
        put: operations["OrganizationPortalSettings_replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/portal_settings/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the logo of an organization's admin portal
         * @description PNG, JPEG or WebP, at most 100 KB, 64 to 2,000 pixels wide and high. Needs the scope `admin`.
         */
        put: operations["OrganizationPortalSettings_setLogo"];
        post?: never;
        /**
         * Remove the logo of an organization's admin portal
         * @description Needs the scope `admin`.
         */
        delete: operations["OrganizationPortalSettings_removeLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/provisioning_gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the provisioning gate of an organization
         * @description Needs the scope `read`.
         */
        get: operations["ProvisioningGate_get"];
        /**
         * Set the provisioning gate of an organization
         * @description Rollcall asks your application before a user is created or becomes active. A field that you leave out gets its default. The answer has the `secret` only if the gate is new. Needs the scope `write`.
         */
        put: operations["ProvisioningGate_update"];
        post?: never;
        /**
         * Remove the provisioning gate of an organization
         * @description Needs the scope `write`.
         */
        delete: operations["ProvisioningGate_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/session-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization's session policy
         * @description For clients of Scalekit. People sign in at your application, so its policy applies. Needs the scope `read`.
         */
        get: operations["SignInSettings_sessionPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organization's session policy
         * @description For clients of Scalekit. Rollcall accepts only `APPLICATION`. Needs the scope `write`.
         */
        patch: operations["SignInSettings_updateSessionPolicy"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organization's features
         * @description Needs the scope `write`.
         */
        patch: operations["Organizations_updateSettings"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/settings/usermanagement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization's limit of users
         * @description For clients of Scalekit. There is no limit. Needs the scope `read`.
         */
        get: operations["SignInSettings_userManagement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organization's limit of users
         * @description For clients of Scalekit. Rollcall accepts only `null`, which means no limit. Needs the scope `write`.
         */
        patch: operations["SignInSettings_updateUserManagement"];
        trace?: never;
    };
    "/api/v1/oversized_resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users and groups that are larger than Rollcall takes
         * @description Rollcall stored these users and groups before there was a limit, or not by SCIM. Rollcall serves them, and you can make them smaller or delete them. The list shows ids and sizes only. Each page looks at a bounded number of users and groups: go on until `next_page_token` is empty. Needs the scope `read`.
         */
        get: operations["OversizedResources_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what needs attention, and the first steps
         * @description At most one second old. Needs the scope `read`.
         */
        get: operations["Overview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portal_settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of the admin portal
         * @description Organizations inherit them. Needs the scope `admin`.
         */
        get: operations["PortalSettings_get"];
        /**
         * Replace the settings of the admin portal
         * @description A field that you leave out becomes null. Needs the scope `admin`.
         */
        put: operations["PortalSettings_replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portal_settings/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the logo of the admin portal
         * @description PNG, JPEG or WebP, at most 100 KB, 64 to 2,000 pixels wide and high. Needs the scope `admin`.
         */
        put: operations["PortalSettings_setLogo"];
        post?: never;
        /**
         * Remove the logo of the admin portal
         * @description Needs the scope `admin`.
         */
        delete: operations["PortalSettings_removeLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what waits to be delivered
         * @description Needs the scope `read`.
         */
        get: operations["Queues_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the application's roles
         * @description Needs the scope `read`.
         */
        get: operations["Roles_list"];
        /**
         * Replace the application's roles
         * @description A background job sends `user_updated` for each user whose roles change. Needs the scope `admin`.
         */
        put: operations["Roles_replace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to the dashboard with an API key
         * @description The response sets the cookie `rollcall_dashboard`, which works for 12 hours instead of the key, together with the header `x-rollcall-client: dashboard`. Needs no credentials but the key in the body.
         */
        post: operations["Sessions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the session of the dashboard
         * @description Works only with the cookie of a session. Needs the scope `read`.
         */
        get: operations["CurrentSession_get"];
        put?: never;
        post?: never;
        /**
         * Sign out of the dashboard
         * @description The session is over. Its cookie works no longer, in any browser. Needs the scope `read`.
         */
        delete: operations["CurrentSession_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a link that signs in to the dashboard
         * @description The link works once, for 15 minutes, and only in a browser on the machine that runs Rollcall. `npm start` prints such a link on a terminal. Needs the scope `admin`.
         */
        post: operations["SignInLinks_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that sign access tokens
         * @description The list never shows the private keys. `GET /keys` has the public keys. Needs the scope `admin`.
         */
        get: operations["SigningKeys_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing_keys:rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the key that signs access tokens
         * @description `GET /keys` shows the new key at once, and the new key signs 5 minutes later. The old keys stay valid for `overlap` after that. With `overlap=0` the new key signs at once, and every token of the old keys stops within 10 seconds. Needs the scope `admin`.
         */
        post: operations["SigningKeys_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description Needs the scope `read`.
         */
        get: operations["Endpoints_list"];
        put?: never;
        /**
         * Create a webhook endpoint
         * @description The endpoint gets every change that is committed after this response. Needs the scope `write`.
         */
        post: operations["Endpoints_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook endpoint
         * @description Needs the scope `read`.
         */
        get: operations["Endpoints_get"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook endpoint and its deliveries
         * @description Needs the scope `write`.
         */
        delete: operations["Endpoints_remove"];
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint
         * @description After a change of `url`, `headers` or `payload_format`, or when `enabled` becomes true, waiting deliveries are sent soon. Needs the scope `write`.
         */
        patch: operations["Endpoints_update"];
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}:replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send finished deliveries again
         * @description Sends deliveries that are over again, in the background, with the same event ids. A replay neither waits for live deliveries nor delays them. Receivers drop an event if its `version` is lower than the version that they hold. Needs the scope `write`.
         */
        post: operations["Replay_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}:test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event now
         * @description The event is signed like every other event, and Rollcall does not retry it. You can also test a disabled endpoint. If the receiver answers 2xx, deliveries that wait for their next attempt are sent soon. Needs the scope `write`.
         */
        post: operations["Endpoints_sendTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries, newest first
         * @description Needs the scope `read`.
         */
        get: operations["Endpoints_listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the health of an endpoint
         * @description Needs the scope `read`.
         */
        get: operations["EndpointHealth_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/resends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resyncs and replays, newest first
         * @description Each entry shows its progress. Rollcall keeps it for 30 days after the end. Needs the scope `read`.
         */
        get: operations["Resends_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/resends/{resend_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of a resync or replay
         * @description Needs the scope `read`.
         */
        get: operations["Resends_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the signing secret
         * @description Needs the scope `write`.
         */
        get: operations["Endpoints_secret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/secret:rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the signing secret
         * @description Both secrets sign until the overlap ends. Deliveries that wait for their next attempt are sent soon. Needs the scope `write`.
         */
        post: operations["Endpoints_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook_endpoints/{endpoint_id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get statistics of the attempts to an endpoint
         * @description Needs the scope `read`.
         */
        get: operations["EndpointStats_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKeyAnswer: {
            api_key: components["schemas"]["ApiKeyBody"];
        };
        ApiKeyBody: {
            /** Format: date-time */
            create_time: string;
            /** Format: date-time */
            expire_time: string | null;
            /** @example key_01KB4Z7Q3M8XN5T2VWPE6RJKEY */
            id: string;
            /** @description The key's last four characters. */
            key_suffix: string;
            /** Format: date-time */
            last_used_time: string | null;
            name: string;
            /** @description The organizations that the key is for. Null: all. */
            organization_ids: string[] | null;
            /** @description The most requests per second. Null: the default. */
            rate_limit: number | null;
            scopes: ("read" | "write" | "admin" | "ssf.read" | "ssf.manage")[];
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
        };
        ApiKeyList: {
            api_keys: components["schemas"]["ApiKeyBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        AssignGroups: {
            /**
             * @description The source's own ids of the groups to track. Empty: every group.
             * @example []
             */
            external_ids?: string[];
        };
        AssignmentBody: {
            /**
             * @description A group of this directory.
             * @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP
             */
            group_id: string;
            /**
             * @description A role of the application.
             * @example developer
             */
            role_name: string;
        };
        AssignmentsAnswer: {
            role_assignments: components["schemas"]["AssignRoles"];
        };
        AssignRoles: {
            /** @description All assignments of the directory. */
            assignments: components["schemas"]["AssignmentBody"][];
        };
        AttemptBody: {
            /** Format: date-time */
            at: string;
            duration_ms: number;
            /** @description What went wrong, in plain words. */
            error: string | null;
            /** @description The number of the attempt, starting at 1. */
            number: number;
            /** @enum {string} */
            outcome: "delivered" | "failed" | "interrupted";
            /** @description The first 16 KiB of the response body. */
            response_body: string | null;
            response_headers: {
                [key: string]: unknown;
            } | null;
            /** @description The HTTP status. Null: there was no response. */
            status: number | null;
        };
        AttentionBody: {
            /** @description Deliveries that wait, requests that were refused, syncs that failed in a row, or people. */
            count: number;
            directory_id?: string;
            endpoint_id?: string;
            /** @enum {string} */
            kind: "endpoint_failing" | "endpoint_disabled" | "directory_refusing" | "full_sync_required" | "departures_held" | "secret_expires" | "deprovisioning_unacknowledged" | "sync_failing" | "sync_needs_review";
            organization_id?: string;
            /** Format: date-time */
            since: string | null;
        };
        AttributeMappingsBody: {
            /**
             * @example [
             *       {
             *         "key": "title",
             *         "map_to": "title"
             *       }
             *     ]
             */
            attributes: Record<string, never>[];
        };
        AttributesAnswer: {
            attribute_mappings: components["schemas"]["MappingsBody"];
            /** @description A mapping to start from, for this identity provider. */
            preset: components["schemas"]["PresetBody"][];
        };
        AuditExportEnd: {
            /** @description How many entries there were. */
            entries: number;
            /** @enum {string} */
            object: "End";
        };
        AuditLogBody: {
            /** @example directory.create */
            action: string;
            /** @description The API key or portal session that did it. */
            actor_id: string | null;
            /** @enum {string} */
            actor_type: "api_key" | "portal" | "scim" | "system";
            /** Format: date-time */
            at: string;
            /**
             * @description What changed, by field: `before` and `after`, or `hidden` for secrets and personal data.
             * @example {
             *       "hold": {
             *         "before": false,
             *         "after": true
             *       }
             *     }
             */
            changes: {
                [key: string]: {
                    [key: string]: unknown;
                };
            } | null;
            directory_id: string | null;
            /**
             * @description Why the act was refused.
             * @example null
             */
            error_code: string | null;
            /** @description SHA-256 over the other fields (docs/audit.md), in hexadecimal. */
            hash: string;
            /** @example log_01KB4Z7Q3M8XN5T2VWPE6RJ10G */
            id: string;
            /** @description The address that sent the request. */
            ip: string | null;
            organization_id: string | null;
            /**
             * @description `refused`: nothing happened.
             * @enum {string}
             */
            outcome: "done" | "refused";
            /** @description The `hash` of the entry before. Null in the first entry. */
            previous_hash: string | null;
            /** @description The `x-request-id` of the response. */
            request_id: string | null;
            /** @description The entry's number in the chain of its organization, from 1 on. */
            sequence: number;
            target_id: string | null;
            /** @example directory */
            target_type: string;
        };
        AuditLogList: {
            audit_logs: components["schemas"]["AuditLogBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        AuthorizationScheme: {
            /** @example urn:ietf:rfc:6749 */
            spec_urn: string;
        };
        AuthorizationServerMetadata: {
            /**
             * @example [
             *       "client_credentials"
             *     ]
             */
            grant_types_supported: string[];
            /** @example https://rollcall.example.com */
            issuer: string;
            /** @example https://rollcall.example.com/keys */
            jwks_uri: string;
            /**
             * @description There is no authorization endpoint.
             * @example [
             *       "none"
             *     ]
             */
            response_types_supported: string[];
            /**
             * @example [
             *       "scim"
             *     ]
             */
            scopes_supported: string[];
            /** @example https://rollcall.example.com/oauth/token */
            token_endpoint: string;
            /**
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post",
             *       "private_key_jwt"
             *     ]
             */
            token_endpoint_auth_methods_supported: string[];
            /**
             * @example [
             *       "RS256",
             *       "PS256",
             *       "ES256",
             *       "EdDSA"
             *     ]
             */
            token_endpoint_auth_signing_alg_values_supported: string[];
        };
        BacklogBody: {
            /** Format: date-time */
            oldest_created_at: string | null;
            /** @description Deliveries that were not attempted yet. */
            pending: number;
            /** @description Deliveries that failed and wait for the next attempt. */
            retrying: number;
            sending: number;
        };
        BrandingBody: {
            /** @example #2f6f5e */
            accent: string | null;
            /** @example Acme */
            application_name: string;
            logo_dark_url: string | null;
            /** @description A path of this deployment. */
            logo_url: string | null;
            support_email: string | null;
            support_url: string | null;
        };
        BucketBody: {
            /**
             * Format: date-time
             * @description When the step begins.
             */
            at: string;
            delivered: number;
            failed: number;
            interrupted: number;
            /** @description Null: there were no attempts. */
            p50_ms: number | null;
            /** @description Null: there were no attempts. */
            p95_ms: number | null;
        };
        ChecksAnswer: {
            /** @description What the identity provider has done so far. */
            seen: components["schemas"]["SeenCheckBody"][];
            /** @description What the last self-test found. */
            self: components["schemas"]["SelfTestBody"][];
        };
        ConnectionAnswer: {
            connection: components["schemas"]["ConnectionBody"];
        };
        ConnectionBody: {
            /** Format: date-time */
            failing_since: string | null;
            last_test?: components["schemas"]["LastTest"] | null;
            /** Format: date-time */
            next_sync_at: string | null;
            /** @description What the source calls when something changed. */
            notification_url: string;
            /** @example GOOGLE */
            provider: string;
            /** @example 30m */
            schedule: string;
            /**
             * @description The secrets that are stored.
             * @example [
             *       "service_account"
             *     ]
             */
            secrets_set: string[];
            settings: {
                [key: string]: unknown;
            };
        };
        ConnectionCheck: {
            /** @description What to do, and where. Empty when the check passed. */
            hint: string;
            /** @example Users can be listed. */
            message: string;
            /** @example list_users */
            name: string;
            ok: boolean;
        };
        ConnectionCounts: {
            groups: number | null;
            users: number | null;
        };
        ConnectionTestAnswer: {
            checks: components["schemas"]["ConnectionCheck"][];
            /** @description Null where the source does not say. */
            counts: components["schemas"]["ConnectionCounts"];
            /** @description Whether every check passed. */
            ok: boolean;
            /** @description At most five users as your application would see them. */
            sample: Record<string, never>[];
        };
        ContextAnswer: {
            /**
             * @example {
             *       "setup_step": "groups"
             *     }
             */
            context: {
                [key: string]: unknown;
            };
        };
        CountedEventListAnswer: {
            events: components["schemas"]["EventBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many events match. Rollcall counts at most 10,000. */
            total_size: number;
        };
        CountsBody: {
            /**
             * @description By health.
             * @example {
             *       "ok": 12,
             *       "waiting": 2
             *     }
             */
            directories: {
                [key: string]: number;
            };
            /**
             * @description By status.
             * @example {
             *       "healthy": 3,
             *       "failing": 1
             *     }
             */
            endpoints: {
                [key: string]: number;
            };
            organizations: number;
        };
        CreateApiKey: {
            /**
             * Format: date-time
             * @description When the key ends. Without it, the key never ends.
             */
            expire_time?: string | null;
            /**
             * @description What the key is for.
             * @example billing service
             */
            name?: string;
            /**
             * @description The key is for these organizations only. Null: for all of them.
             * @example [
             *       "org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG"
             *     ]
             */
            organization_ids?: string[] | null;
            /** @description The most requests per second. Null: the default of 1,000, with bursts of 10,000. */
            rate_limit?: number | null;
            /**
             * @description `write` includes `read`; `admin` includes both. `ssf.read` and `ssf.manage` open the stream API; `ssf.manage` includes `ssf.read`.
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin" | "ssf.read" | "ssf.manage")[];
        };
        CreatedApiKey: {
            api_key: components["schemas"]["ApiKeyBody"];
            /**
             * @description The key itself. Rollcall shows it only in this response.
             * @example rk_…
             */
            plain_key: string;
        };
        CreatedEndpointAnswer: {
            endpoint: components["schemas"]["EndpointWithSecret"];
        };
        CreateDirectory: {
            /**
             * @description The identity provider; `GENERIC` by default.
             * @example OKTA
             * @enum {string}
             */
            directory_provider?: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "CSV" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /**
             * @description How changes arrive. `SCIM` (default): the identity provider pushes them. `POLL` and `LDAP`: Rollcall pulls them.
             * @example SCIM
             * @enum {string}
             */
            directory_type?: "SCIM" | "POLL" | "LDAP";
            /**
             * @description A name for people.
             * @example Megasoft Okta
             */
            name?: string;
            /**
             * @description Whether its identity provider is simulated (`:simulate`).
             * @example false
             */
            sandbox?: boolean;
        };
        CreatedOAuthClient: {
            /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
            client_id: string;
            /** @description Rollcall shows it only in this response. A client with `private_key_jwt` has none. */
            client_secret?: string;
        };
        CreatedSecret: {
            /** @description The bearer token for the identity provider. Rollcall shows it only in this response. */
            plain_secret: string;
            secret: components["schemas"]["SecretBody"];
        };
        CreateEndpoint: {
            /** @description Only for `set`: the `aud` of the tokens. It never changes. The default is the URL. */
            audience?: string;
            /**
             * @description A note for people.
             * @example Production
             */
            description?: string | null;
            /** @description Only events of this directory. */
            directory_id?: string | null;
            /** @description While false, Rollcall holds deliveries. It sends them when the endpoint is enabled again. */
            enabled?: boolean;
            /**
             * @description Only these types. Empty: every type except `group_member_added`, `group_member_removed` and `rollcall.*`, which you must name.
             * @example [
             *       "organization.directory.user_created",
             *       "organization.directory.user_updated",
             *       "organization.directory.user_deleted"
             *     ]
             */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            /** @description Only for `set`: only these security events. Empty: all. */
            events_requested?: ("https://schemas.openid.net/secevent/caep/event-type/session-revoked" | "https://schemas.openid.net/secevent/caep/event-type/token-claims-change" | "https://schemas.openid.net/secevent/risc/event-type/account-disabled" | "https://schemas.openid.net/secevent/risc/event-type/account-enabled" | "https://schemas.openid.net/secevent/risc/event-type/identifier-changed")[];
            /**
             * @description Headers that Rollcall sends with every webhook. Rollcall never shows the values again. Sending back `••••` keeps one.
             * @example {
             *       "x-api-key": "secret"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Only events of this organization. */
            organization_id?: string | null;
            /**
             * @description `polis`: the body and signature that Ory Polis uses. `set`: security event tokens of the OpenID Shared Signals Framework.
             * @enum {string}
             */
            payload_format?: "standard" | "polis" | "set";
            /** @description The most deliveries per second. Null: no limit. */
            rate_limit?: number | null;
            /**
             * @description Only for `set`: how tokens name a person. `email`: by the address, where the person has one.
             * @enum {string}
             */
            subject_format?: "iss_sub" | "email";
            /**
             * @description The URL of your receiver: https, a public address, without a user name.
             * @example https://example.com/webhooks
             */
            url: string;
        };
        CreateInbox: {
            /**
             * @description A name for people.
             * @example Test inbox
             */
            name?: string;
        };
        CreateOAuthClient: {
            /**
             * @description The public keys of the client, as a JSON Web Key Set (RFC 7517), for `private_key_jwt`.
             * @example {
             *       "keys": [
             *         {
             *           "kty": "OKP",
             *           "crv": "Ed25519",
             *           "kid": "key-1",
             *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
             *         }
             *       ]
             *     }
             */
            jwks?: {
                [key: string]: unknown;
            };
            /**
             * Format: uri
             * @description Where the public keys of the client are, for `private_key_jwt`. Rollcall reads at most 64 KiB within 5 s, keeps the keys for 10 minutes, and looks again for an unknown `kid`.
             */
            jwks_uri?: string;
            /**
             * @description How the client proves who it is. Left out: with a secret, in HTTP Basic or in the body. `private_key_jwt` (RFC 7523): with an assertion that it signs; give `jwks` or `jwks_uri`.
             * @example private_key_jwt
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt";
        };
        CreateOrganization: {
            /**
             * @description The name of the customer.
             * @example Megasoft Inc
             */
            display_name: string;
            /** @description Your own id of the organization, such as `customer_42`. It must be unique. */
            external_id?: string | null;
            /**
             * Format: uri
             * @description The URL of a logo for the admin portal.
             */
            logo_url?: string | null;
            /**
             * @description Your own pairs of text: at most 50, with keys of up to 100 and values of up to 1,000 characters.
             * @example {
             *       "plan": "enterprise"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description The region of this deployment (`ROLLCALL_REGION`), in any case. Another region is refused. */
            region_code?: string;
            /** @description A short unique name. */
            slug?: string | null;
        };
        CreatePortalLink: {
            /**
             * @description The only directory that the link opens. Without it, the link opens all.
             * @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R
             */
            directory_id?: string | null;
            /**
             * @description How long the link works: `1m` (default) to `30d`. Use hours or days for a link that you send by mail.
             * @example 7d
             */
            expires_in?: string;
            /** @description Where the portal leads back to. Its origin must be one of `allowed_origins` in the portal settings, or that of `return_url` there. */
            return_url?: string | null;
            /**
             * @description The sections that the link opens. Without them, those of the portal settings.
             * @example [
             *       "setup",
             *       "users"
             *     ]
             */
            sections?: ("setup" | "users" | "requests" | "mapping" | "roles" | "settings" | "syncs")[] | null;
            /**
             * @description Addresses that get the link by mail, such as `["it@example.com"]`. Needs SMTP_URL. Set `expires_in`, too: a mail takes its time.
             * @example []
             */
            send_to?: string[] | null;
        };
        CreateSession: {
            /**
             * @description The API key to sign in with.
             * @example rk_0123456789abcdefghijklmnopqrstuv
             */
            api_key: string;
        };
        CreateStream: {
            delivery: components["schemas"]["StreamDeliveryRequest"];
            /**
             * @description A note for people.
             * @example Production
             */
            description?: string;
            /**
             * @description Empty: all.
             * @example [
             *       "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
             *     ]
             */
            events_requested?: string[];
        };
        DecideSync: {
            /**
             * @description Why. Kept in `review.decision` of the sync.
             * @example The office in Lyon closed.
             */
            reason?: string | null;
        };
        Decision: {
            /**
             * @description Why. Kept with the departures.
             * @example The team in Lyon moved to another company.
             */
            reason?: string | null;
            /**
             * @description Only these users, at most 1000. Without it: everybody who waits.
             * @example [
             *       "diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR"
             *     ]
             */
            user_ids?: string[];
        };
        DecisionAnswer: {
            /** @description How many users were decided. */
            count: number;
        };
        /** @description The whole last state of a user who has left. */
        DeletedUserData: {
            /**
             * @description Always false.
             * @constant
             */
            active: false;
            /** @description The primary address. */
            address: {
                country?: string | null;
                formatted?: string | null;
                locality?: string | null;
                postal_code?: string | null;
                region?: string | null;
                street_address?: string | null;
            } | null;
            cost_center: string | null;
            /** @description Attributes that the directory maps to names of your own. */
            custom_attributes: {
                [key: string]: unknown;
            };
            department: string | null;
            /** @description The directory. */
            directory_id: string;
            division: string | null;
            /** @description The same as `external_id`, under the name that Scalekit uses. */
            dp_id: string | null;
            /** @description The primary e-mail address, or the `userName` if the provider sends no e-mail address and the `userName` is one. */
            email: string | null;
            /** @description All e-mail addresses. */
            emails: string[];
            employee_id: string | null;
            /** @description The identity provider's own id of the user (SCIM `externalId`). */
            external_id: string | null;
            family_name: string | null;
            given_name: string | null;
            /** @description The groups of the user. */
            groups: {
                /** @description The same as `name`. */
                display_name: string;
                id: string;
                name: string;
            }[];
            /** @description The user. The id stays the same when the person leaves and comes back. */
            id: string;
            language: string | null;
            locale: string | null;
            /** @description The manager's id, as the identity provider sent it. */
            manager: string | null;
            /** @description The full name. */
            name: string | null;
            nickname: string | null;
            /** @description The organization that the identity provider names in the profile. */
            organization: string | null;
            /** @description The organization that owns the directory. */
            organization_id: string;
            phone_number: string | null;
            /** @description The URL of a photo. */
            picture: string | null;
            /** @description The SCIM `userName`. */
            preferred_username: string;
            /** @description The URL of a profile page. */
            profile: string | null;
            /** @description The user as the identity provider sent it, in SCIM. */
            raw_attributes: {
                [key: string]: unknown;
            };
            /**
             * @description Why the user has left.
             * @enum {string}
             */
            reason: "deactivated" | "deleted" | "departed" | "directory_deleted" | "policy";
            /** @description Your application's roles, highest priority first. */
            roles: {
                role_name: string;
            }[];
            /** @description The job title. */
            title: string | null;
            user_type: string | null;
            /** @description Grows with every event of the same user or group. Drop an event only if its version is lower than the version that you hold. */
            version: number;
            /** @description The time zone. */
            zoneinfo: string | null;
        };
        DeliveryBody: {
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            delivered_at: string | null;
            endpoint_id: string;
            event_id: string;
            /** @enum {string} */
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test";
            /** @example dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1 */
            id: string;
            /** @description The HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            organization_id: string | null;
            /**
             * @description `held`: the endpoint is disabled, and the delivery waits for it.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            /** @description The user that the event is about. Null: it is about something else. */
            user_id: string | null;
        };
        DeliveryCountsBody: {
            delivered: number;
            exhausted: number;
            failed_attempts: number;
            p50_ms: number | null;
            p95_ms: number | null;
            /** @description Undelivered at this moment. */
            pending: number;
        };
        DeliveryDetailAnswer: {
            delivery: components["schemas"]["DeliveryDetailBody"];
        };
        DeliveryDetailBody: {
            /** @description Oldest first. */
            attempts: components["schemas"]["AttemptBody"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            delivered_at: string | null;
            endpoint_id: string;
            event_id: string;
            /** @enum {string} */
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test";
            /** @example dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1 */
            id: string;
            /** @description The HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            organization_id: string | null;
            request: components["schemas"]["DeliveryRequestBody"];
            /**
             * @description `held`: the endpoint is disabled, and the delivery waits for it.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            step: components["schemas"]["StepBody"];
            /** @description The user that the event is about. Null: it is about something else. */
            user_id: string | null;
            /**
             * @description Why this delivery has not arrived. Null: it is over, or it goes out now.
             *     - `earlier_delivery`: an earlier event of the same user or group has to arrive first (`waits_for`).
             *     - `retry_time`: the last attempt failed; the next one is at `waiting_until`.
             *     - `breaker`: the endpoint failed too often in a row. A single request tries it again at `waiting_until`.
             *     - `concurrency`: as many requests to the endpoint are under way as it can take at once.
             *     - `rate_limit`: the endpoint's `rate_limit` is used up.
             *     - `endpoint_disabled`: the endpoint is disabled.
             *     - `lease`: a worker is sending it; if that worker stops, another one sends it after `waiting_until`.
             * @enum {string|null}
             */
            waiting_for: "earlier_delivery" | "retry_time" | "breaker" | "concurrency" | "rate_limit" | "endpoint_disabled" | "lease" | null;
            /**
             * Format: date-time
             * @description The latest time at which the wait ends; null if this time is not known.
             */
            waiting_until: string | null;
            /** @description With `earlier_delivery`: the id of that delivery. */
            waits_for: string | null;
        };
        /** @description The last attempt of a delivery failed. You can send the delivery again. An endpoint gets this event only if its `event_types` name it. */
        DeliveryExhaustedEvent: {
            data: components["schemas"]["ExhaustedDeliveryData"];
            /** @constant */
            display_name: "Delivery Exhausted";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Delivery";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.delivery.exhausted";
        };
        DeliveryListAnswer: {
            deliveries: components["schemas"]["DeliveryBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        DeliveryRequestBody: {
            /** @description The event as it is sent. Null: it is no longer kept. */
            body: string | null;
            /**
             * @description Values of your own headers are masked. The signature is made anew for each attempt.
             * @example {
             *       "content-type": "application/json",
             *       "x-api-key": "••••"
             *     }
             */
            headers: {
                [key: string]: string;
            };
            url: string;
        };
        DeprovisioningBody: {
            attempts: number;
            /** Format: date-time */
            created_at: string;
            endpoint_id: string;
            event_id: string;
            /** @enum {string} */
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test";
            /** @example dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1 */
            id: string;
            /** @description The HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            organization_id: string | null;
            /**
             * @description `held`: the endpoint is disabled, and the delivery waits for it.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            /**
             * @description The user who left.
             * @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR
             */
            user_id: string;
        };
        DeprovisioningListAnswer: {
            deprovisionings: components["schemas"]["DeprovisioningBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        DirectoryAnswer: {
            directory: components["schemas"]["DirectoryBody"];
        };
        DirectoryBody: {
            attribute_mappings: components["schemas"]["AttributeMappingsBody"];
            /** @description The SCIM base URL for the identity provider. */
            directory_endpoint: string;
            /** @enum {string} */
            directory_provider: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "CSV" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /** @enum {string} */
            directory_type: "SCIM" | "POLL" | "LDAP";
            enabled: boolean;
            /** @description True if Rollcall refused changes while the directory was disabled. Start a full sync at the identity provider, then set this to false. */
            full_sync_required: boolean;
            /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
            id: string;
            /**
             * Format: date-time
             * @description When the identity provider last changed something. Null: never. Enabling and disabling do not count.
             */
            last_synced_at: string | null;
            name: string;
            organization_id: string;
            role_assignments: components["schemas"]["RoleAssignmentsBody"];
            /** @description Whether its identity provider is simulated. */
            sandbox: boolean;
            /**
             * @description How strictly the SCIM endpoint checks requests.
             * @enum {string}
             */
            scim_profile: "default" | "interop" | "ipsie";
            /** @description SCIM requests a second. Null: the default (1,000). */
            scim_rate_limit: number | null;
            secrets: components["schemas"]["SecretBody"][];
            stats: components["schemas"]["StatsBody"];
            /**
             * @description `DRAFT`: the identity provider has not connected yet. `IN_PROGRESS`: it sent an authenticated request. `COMPLETED`: at least one user is stored. The status never goes back.
             * @enum {string}
             */
            status: "DRAFT" | "IN_PROGRESS" | "COMPLETED";
            total_groups: number;
            /** @description The users in the directory, including deactivated users. */
            total_users: number;
        };
        /** @description A directory. */
        DirectoryData: {
            /** @description `SCIM`, `POLL` or `LDAP`. */
            directory_type: string;
            enabled: boolean;
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The identity provider, such as `OKTA`. */
            provider: string;
            /**
             * Format: date-time
             * @description When the directory changed.
             */
            updated_at: string;
        };
        /** @description The directory was deleted. One `user_deleted` for each active user comes first, unless the directory was deleted with `users=keep`. */
        DirectoryDeletedEvent: {
            data: components["schemas"]["DirectoryData"];
            /** @constant */
            display_name: "Directory Deleted";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory_deleted";
        };
        /** @description An administrator disabled the directory. Rollcall refuses SCIM requests until the directory is enabled again. Users keep their state. */
        DirectoryDisabledEvent: {
            data: components["schemas"]["DirectoryData"];
            /** @constant */
            display_name: "Directory Disabled";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory_disabled";
        };
        /** @description An administrator enabled the directory. */
        DirectoryEnabledEvent: {
            data: components["schemas"]["DirectoryData"];
            /** @constant */
            display_name: "Directory Enabled";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory_enabled";
        };
        DirectoryList: {
            directories: components["schemas"]["DirectoryBody"][];
        };
        /** @description More people left a directory within an hour than the policy's `mass_leave_limit`. A mistake at the identity provider often looks like this. An endpoint gets this event only if its `event_types` name it. */
        DirectoryMassLeaveEvent: {
            data: components["schemas"]["MassLeaveData"];
            /** @constant */
            display_name: "Mass Leave";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.directory.mass_leave";
        };
        EndpointAnswer: {
            endpoint: components["schemas"]["EndpointBody"];
        };
        EndpointBody: {
            /** @description Only for `set`: the `aud` of the tokens. */
            audience: string | null;
            /** Format: date-time */
            created_at: string;
            description: string;
            directory_id: string | null;
            /** @description Why Rollcall disabled the endpoint. */
            disabled_reason: string | null;
            enabled: boolean;
            event_types: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            /** @description Only for `set`: the security events that the endpoint gets. Empty: all. */
            events_requested: string[];
            /** Format: date-time */
            failing_since: string | null;
            /** @description Values are masked. */
            headers: {
                [key: string]: string;
            };
            /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
            id: string;
            organization_id: string | null;
            /** @enum {string} */
            payload_format: "standard" | "polis" | "set";
            rate_limit: number | null;
            /**
             * @description Only for `set`: how tokens name a person.
             * @enum {string}
             */
            subject_format: "iss_sub" | "email";
            /** Format: date-time */
            updated_at: string;
            url: string;
        };
        /** @description A webhook endpoint. */
        EndpointData: {
            enabled: boolean;
            /** @description The endpoint. */
            endpoint_id: string;
            /** @description The same as `endpoint_id`. */
            id: string;
            /** @description The organization of the endpoint; null for an endpoint of all organizations. */
            organization_id: string | null;
            /** @description Why, in plain words. */
            reason?: string;
            /** @description The URL of the endpoint. */
            url: string;
        };
        /** @description Rollcall disabled an endpoint, because every attempt failed for five days or because the endpoint answered 410 Gone. Its events are held until you enable the endpoint. An endpoint gets this event only if its `event_types` name it. */
        EndpointDisabledEvent: {
            data: components["schemas"]["EndpointData"];
            /** @constant */
            display_name: "Endpoint Disabled";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "WebhookEndpoint";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.endpoint.disabled";
        };
        /** @description An endpoint has only failed for some time: four attempts of one event, two attempts of a deprovisioning event, or 30 minutes. An endpoint gets this event only if its `event_types` name it. */
        EndpointFailingEvent: {
            data: components["schemas"]["EndpointData"];
            /** @constant */
            display_name: "Endpoint Failing";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "WebhookEndpoint";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.endpoint.failing";
        };
        EndpointHealthAnswer: {
            health: components["schemas"]["EndpointHealthBody"];
        };
        EndpointHealthBody: {
            /** @description The undelivered deliveries. They are held while the endpoint is disabled. */
            backlog: components["schemas"]["BacklogBody"];
            /** @description Why Rollcall disabled the endpoint. */
            disabled_reason: string | null;
            /** Format: date-time */
            failing_since: string | null;
            /**
             * Format: date-time
             * @description Too many requests failed in a row. Rollcall sends nothing until this time, and then one request as a probe.
             */
            paused_until: string | null;
            /**
             * @description `failing`: recent attempts have only failed.
             * @enum {string}
             */
            status: "healthy" | "failing" | "disabled";
            /**
             * @description What the delivery waits for that is due first; the words are those of a delivery. Null: nothing waits.
             * @enum {string|null}
             */
            waiting_for: "earlier_delivery" | "retry_time" | "breaker" | "concurrency" | "rate_limit" | "endpoint_disabled" | "lease" | null;
            /**
             * Format: date-time
             * @description The latest time at which that wait ends; null if this time is not known.
             */
            waiting_until: string | null;
        };
        EndpointListAnswer: {
            endpoints: components["schemas"]["EndpointBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        /** @description An endpoint that was reported as failing accepts events again. An endpoint gets this event only if its `event_types` name it. */
        EndpointRecoveredEvent: {
            data: components["schemas"]["EndpointData"];
            /** @constant */
            display_name: "Endpoint Recovered";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "WebhookEndpoint";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.endpoint.recovered";
        };
        EndpointStatsAnswer: {
            stats: components["schemas"]["EndpointStatsBody"];
        };
        EndpointStatsBody: {
            /** @description Oldest first, steps without attempts included. */
            buckets: components["schemas"]["BucketBody"][];
            step_seconds: number;
        };
        EndpointWithSecret: {
            /** @description Only for `set`: the `aud` of the tokens. */
            audience: string | null;
            /** Format: date-time */
            created_at: string;
            description: string;
            directory_id: string | null;
            /** @description Why Rollcall disabled the endpoint. */
            disabled_reason: string | null;
            enabled: boolean;
            event_types: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            /** @description Only for `set`: the security events that the endpoint gets. Empty: all. */
            events_requested: string[];
            /** Format: date-time */
            failing_since: string | null;
            /** @description Values are masked. */
            headers: {
                [key: string]: string;
            };
            /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
            id: string;
            organization_id: string | null;
            /** @enum {string} */
            payload_format: "standard" | "polis" | "set";
            rate_limit: number | null;
            /**
             * @description The signing secret.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string;
            /**
             * @description Only for `set`: how tokens name a person.
             * @enum {string}
             */
            subject_format: "iss_sub" | "email";
            /** Format: date-time */
            updated_at: string;
            url: string;
        };
        EventAnswer: {
            /** @description Its deliveries, newest first, up to 100. */
            deliveries: components["schemas"]["DeliveryBody"][];
            event: components["schemas"]["EventBody"];
        };
        /** @description Any event. `type` says which. */
        EventBody: components["schemas"]["DirectoryEnabledEvent"] | components["schemas"]["DirectoryDisabledEvent"] | components["schemas"]["DirectoryDeletedEvent"] | components["schemas"]["UserCreatedEvent"] | components["schemas"]["UserUpdatedEvent"] | components["schemas"]["UserDeletedEvent"] | components["schemas"]["GroupCreatedEvent"] | components["schemas"]["GroupUpdatedEvent"] | components["schemas"]["GroupDeletedEvent"] | components["schemas"]["GroupMemberAddedEvent"] | components["schemas"]["GroupMemberRemovedEvent"] | components["schemas"]["SyncStartedEvent"] | components["schemas"]["SyncCompletedEvent"] | components["schemas"]["SyncFailedEvent"] | components["schemas"]["EndpointFailingEvent"] | components["schemas"]["EndpointRecoveredEvent"] | components["schemas"]["EndpointDisabledEvent"] | components["schemas"]["DeliveryExhaustedEvent"] | components["schemas"]["DirectoryMassLeaveEvent"] | components["schemas"]["GateDeniedEvent"] | components["schemas"]["TestEvent"];
        EventFilter: {
            /**
             * Format: date-time
             * @description Only events up to this time.
             */
            end_time?: string | null;
            /**
             * @description Only these types.
             * @example [
             *       "organization.directory.user_deleted"
             *     ]
             */
            event_types?: string[];
            /** @description Only events of this organization. */
            organization_id?: string;
            /**
             * @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default.
             * @default 10
             */
            page_size?: number;
            /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
            page_token?: string;
            /**
             * @description `DIR_SYNC`: events of directories. `SCALEKIT`: operational events (`rollcall.*`).
             * @enum {string}
             */
            source?: "SOURCE_UNSPECIFIED" | "DIR_SYNC" | "SCALEKIT";
            /**
             * Format: date-time
             * @description Only events from this time on.
             */
            start_time?: string | null;
        };
        EventListAnswer: {
            events: components["schemas"]["EventBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
        };
        /** @description A delivery that failed at every attempt. */
        ExhaustedDeliveryData: {
            /** @description How many attempts were made. */
            attempts: number;
            /** @description Whether somebody loses access by that event. */
            deprovisioning: boolean;
            /** @description The endpoint. */
            endpoint_id: string;
            /** @description The event that was not delivered. */
            event_id: string;
            /** @description The type of that event. */
            event_type: string;
            /** @description The delivery. `POST /deliveries/{delivery_id}:retry` sends it again. */
            id: string;
            /** @description The last HTTP status; null if there was no answer. */
            last_status: number | null;
            /** @description The organization of the endpoint; null for an endpoint of all organizations. */
            organization_id: string | null;
            /** @description The user, group or directory that the event is about. */
            resource_id: string;
            /** @description The URL of the endpoint. */
            url: string;
        };
        FeatureBody: {
            enabled: boolean;
            /** @example dir_sync */
            name: string;
        };
        FeatureInput: {
            /**
             * @description Whether the organization has the feature. Rollcall only stores this; SCIM works either way.
             * @example true
             */
            enabled: boolean;
            /**
             * @description `dir_sync`, `scim` and `directory_sync` all mean directory sync. Rollcall stores the other names as given, for clients of Scalekit.
             * @example dir_sync
             * @enum {string}
             */
            name: "dir_sync" | "scim" | "directory_sync" | "sso" | "domain_verification" | "session_policy";
        };
        FeedAnswer: {
            events: components["schemas"]["EventBody"][];
            /** @description Whether to read on at once. `false` means that the end of the feed was reached. A filtered page can be empty and still say `true`. */
            has_more: boolean;
            /** @description Only with `directory_id`. */
            latest_sequence?: number | null;
            /** @description Use it as `after` in the next request. It also moves past events that the filter leaves out. */
            next_after: string;
        };
        FieldViolationBody: {
            /** @example must be a string of 1 to 200 characters */
            description: string;
            /**
             * @description The field's path in the body or query.
             * @example display_name
             */
            field: string;
        };
        FirstStepBody: {
            done: boolean;
            /** @enum {string} */
            id: "organization" | "endpoint" | "portal" | "directory" | "webhook";
            /** @description What shows that the step is done: for `portal` the organization, for `webhook` the delivery. */
            object_id: string | null;
        };
        GateAnswer: {
            provisioning_gate: components["schemas"]["GateBody"];
        };
        GateBody: {
            enabled: boolean;
            events: ("create" | "activate")[];
            /** @enum {string} */
            on_timeout: "allow" | "deny";
            /**
             * @description The secret that signs the requests. Only in the answer that creates the gate.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret?: string;
            /** @example 2s */
            timeout: string;
            /** @example https://app.example.com/rollcall/gate */
            url: string;
        };
        /** @description A user whom the provisioning gate denied. Nothing of the user is stored. */
        GateDeniedData: {
            /**
             * Format: date-time
             * @description When the gate denied the user.
             */
            at: string;
            /** @enum {string} */
            change: "create" | "activate";
            /** @description The directory. */
            directory_id: string;
            /** @description The id of the user at the identity provider. */
            external_id: string | null;
            /** @description The request to the gate, which had the same id. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The reason that the gate gave, or why it could not be asked. */
            reason: string;
            /** @description The user; null if the user would be new. */
            user_id: string | null;
        };
        /** @description The provisioning gate of an organization denied a user. Nothing of the user is stored. An endpoint gets this event only if its `event_types` name it. */
        GateDeniedEvent: {
            data: components["schemas"]["GateDeniedData"];
            /** @constant */
            display_name: "Gate Denied";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.gate.denied";
        };
        GroupAnswer: {
            group: components["schemas"]["GroupBody"];
        };
        GroupBody: {
            display_name: string;
            external_id: string | null;
            /** @description The whole group as in the `data` of events, including `raw_attributes`. Only with `include_detail=true`. */
            group_detail?: {
                [key: string]: unknown;
            };
            /** @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP */
            id: string;
            total_users: number;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description The identity provider created a group, or a group rule did. Members follow as one `user_updated` each. */
        GroupCreatedEvent: {
            data: components["schemas"]["GroupData"];
            /** @constant */
            display_name: "Directory Group Created";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryGroup";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.group_created";
        };
        /** @description The whole current state of a group, without its members: each user lists its groups. */
        GroupData: {
            /** @description The directory. */
            directory_id: string;
            /** @description The name of the group. */
            display_name: string;
            /** @description The same as `external_id`, under the name that Scalekit uses. */
            dp_id: string | null;
            /** @description The identity provider's own id of the group (SCIM `externalId`). */
            external_id: string | null;
            /** @description The group. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The group as the identity provider sent it, in SCIM, without its members. */
            raw_attributes: {
                [key: string]: unknown;
            };
            /** @description Grows with every event of the same user or group. Drop an event only if its version is lower than the version that you hold. */
            version: number;
        };
        /** @description A group was deleted. Each member gets a `user_updated` without the group. */
        GroupDeletedEvent: {
            data: components["schemas"]["GroupData"];
            /** @constant */
            display_name: "Directory Group Deleted";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryGroup";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.group_deleted";
        };
        GroupListAnswer: {
            groups: components["schemas"]["GroupBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        /** @description A user joined a group. Rollcall also sends an event of the user, so most receivers do not need this event. A deactivation keeps the memberships: nothing is sent of them then, nor of what changes while the user is inactive. An activation sends what has changed meanwhile. An endpoint gets this event only if its `event_types` name it. */
        GroupMemberAddedEvent: {
            data: components["schemas"]["MemberData"];
            /** @constant */
            display_name: "Directory Group Member Added";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryGroup";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.group_member_added";
        };
        /** @description A user left a group: by a change of the group or of a rule, or because the user, the group or the directory was deleted or the user was erased. Rollcall also sends an event of the user, so most receivers do not need this event. A deactivation keeps the memberships: nothing is sent of them then, nor of what changes while the user is inactive. An activation sends what has changed meanwhile. If the group is gone by then, `external_id` is null and `raw_attributes` has only the name. An endpoint gets this event only if its `event_types` name it. */
        GroupMemberRemovedEvent: {
            data: components["schemas"]["MemberData"];
            /** @constant */
            display_name: "Directory Group Member Removed";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryGroup";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.group_member_removed";
        };
        GroupRuleBody: {
            filter: string;
            group: string;
            /**
             * @description The group that the rule fills.
             * @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP
             */
            group_id: string;
            name: string;
        };
        GroupRuleInput: {
            /**
             * @description A SCIM filter (RFC 7644 §3.4.2.2) over the fields that events show, such as `department`.
             * @example department eq "Sales" and active eq true
             */
            filter: string;
            /**
             * @description The display name of the group. Several rules can fill one group.
             * @example Everybody in sales
             */
            group: string;
            /**
             * @description A name for people. It must be unique among the rules.
             * @example Sales
             */
            name: string;
        };
        GroupRulesAnswer: {
            rules: components["schemas"]["GroupRuleBody"][];
        };
        /** @description The name or another attribute of a group changed. A change of members sends `user_updated` for each member instead. */
        GroupUpdatedEvent: {
            data: components["schemas"]["GroupData"];
            /** @constant */
            display_name: "Directory Group Updated";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryGroup";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description What changed, with the values of the previous event of the same object. */
            previous_attributes?: {
                [key: string]: unknown;
            };
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.group_updated";
        };
        HealthAnswer: {
            /**
             * @description The dependencies that do not answer.
             * @example [
             *       "postgresql"
             *     ]
             */
            missing?: string[];
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        HeldDepartureBody: {
            /** Format: date-time */
            decided_at: string | null;
            /** Format: date-time */
            held_at: string;
            /**
             * @description Whether the identity provider deactivated or deleted the user, or the departure date came.
             * @enum {string}
             */
            kind: "deactivated" | "deleted" | "departed";
            /** @description The reason that the deciding person gave. */
            reason: string | null;
            /**
             * @description `approved`: the user leaves within seconds. `rejected`: the user stays until the identity provider activates and deactivates the user again, or deletes the user.
             * @enum {string}
             */
            state: "waiting" | "approved" | "rejected";
            user_id: string;
        };
        HeldDepartureList: {
            held_departures: components["schemas"]["HeldDepartureBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        InboxAnswer: {
            inbox: components["schemas"]["InboxBody"];
        };
        InboxAnswerBody: {
            /**
             * @description How long the inbox waits before it answers. Longer than `ROLLCALL_REQUEST_TIMEOUT` is no answer.
             * @example 0
             */
            delay_ms?: number;
            /**
             * @description The HTTP status of the answer.
             * @example 204
             */
            status: number;
        };
        InboxBody: {
            answer: components["schemas"]["ShownAnswerBody"];
            /**
             * Format: date-time
             * @description When the inbox and its requests are deleted.
             */
            expire_time: string;
            /** @example inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB */
            id: string;
            name: string;
            /** @description The last 100, newest first. Lists leave them out. */
            requests: components["schemas"]["ReceivedRequestBody"][];
            /** @description The URL that takes requests. Everybody who knows this URL can send to the inbox. */
            url: string;
        };
        InboxList: {
            inboxes: components["schemas"]["InboxBody"][];
        };
        InviteColleague: {
            /**
             * @description How long the link works: `1h` to `7d`, `24h` by default. No invitation works longer than 30 days after your application made the first link.
             * @example 24h
             */
            expires_in?: string;
            /**
             * @description The sections that the link opens. Without them, those of this session.
             * @example [
             *       "setup"
             *     ]
             */
            sections?: ("setup" | "users" | "requests" | "mapping" | "roles" | "settings" | "syncs")[] | null;
        };
        IpAllowlist: {
            /**
             * @description Networks or addresses that SCIM requests may come from, at most 200. Empty: any address.
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            cidrs: string[];
        };
        IpAllowlistAnswer: {
            /**
             * @example [
             *       "203.0.113.0/24"
             *     ]
             */
            cidrs: string[];
        };
        KeySet: {
            /** @description JSON Web Keys (RFC 7517). */
            keys: Record<string, never>[];
        };
        LaneBody: {
            /** @description A request is under way. */
            active: number;
            /** @description The next attempt is later, or the endpoint is disabled. */
            delayed: number;
            /**
             * @description Deprovisionings have a lane of their own.
             * @enum {string}
             */
            lane: "deliveries" | "deprovisioning";
            /**
             * Format: date-time
             * @description The time since which the oldest due delivery has waited.
             */
            oldest_due_at: string | null;
            /** @description Due, and not begun. */
            waiting: number;
        };
        LastRequestBody: {
            /** @enum {string|null} */
            action: "test" | "look_up" | "list" | "create_user" | "update_user" | "deactivate_user" | "reactivate_user" | "delete_user" | "create_group" | "update_group" | "change_members" | "delete_group" | "bulk" | "other" | null;
            /** Format: date-time */
            at: string;
            /** @description What was wrong, in plain words. */
            error: string | null;
            /** @example req_01KB4Z7Q3M8XN5T2VWPE6RJREQ */
            id: string;
            ip: string | null;
            status: number;
        };
        LastSecretBody: {
            /**
             * Format: date-time
             * @description When it was last used, to the minute.
             */
            at: string;
            /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
            id: string;
            /** @description The last four characters of the secret. */
            suffix: string;
        };
        LastTest: {
            /** Format: date-time */
            at: string;
            checks: components["schemas"]["ConnectionCheck"][];
            ok: boolean;
        };
        ListedDirectories: {
            directories: components["schemas"]["ListedDirectoryBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        ListedDirectoryBody: {
            /** @enum {string} */
            directory_provider: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "CSV" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /** @enum {string} */
            directory_type: "SCIM" | "POLL" | "LDAP";
            enabled: boolean;
            full_sync_required: boolean;
            /**
             * @description `waiting`: nobody has arrived yet; with the status `IN_PROGRESS`, an authenticated request has. `refusing`: its newest request, within a day, was refused (401, 403, 429, or from 500 on). `failing` and `needs_review`: of directories that Rollcall pulls.
             * @enum {string}
             */
            health: "waiting" | "ok" | "refusing" | "failing" | "needs_review" | "disabled";
            /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
            id: string;
            /** Format: date-time */
            last_synced_at: string | null;
            name: string;
            organization_id: string;
            organization_name: string;
            /** @description Whether its identity provider is simulated. */
            sandbox: boolean;
            /** @enum {string} */
            status: "DRAFT" | "IN_PROGRESS" | "COMPLETED";
            total_groups: number;
            total_users: number;
        };
        MailAnswer: {
            mail: components["schemas"]["MailBody"];
        };
        MailAttemptBody: {
            /** Format: date-time */
            at: string;
            /** @description What the server said, or what went wrong. */
            detail: string;
            duration_ms: number;
            /** @description The number of the attempt, starting at 1. */
            number: number;
            /** @enum {string} */
            outcome: "sent" | "failed";
            /** @description The SMTP reply code. Null: there was no reply. */
            status: number | null;
        };
        MailBody: {
            it_contacts: string[];
            sign_in_url: string | null;
            subject: string | null;
            template: string | null;
            templates: {
                connection_failing?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departed?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_canceled?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_moved?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_scheduled?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                deprovisioning_unacknowledged?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                mass_leave_held?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                portal_link?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                sync_needs_review?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                welcome?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
            };
            /** @description Why no mail is sent; only where these settings need mail. */
            warning?: string;
            welcome_mail: boolean;
        };
        MailEntryAnswer: {
            mail: components["schemas"]["MailEntryBody"];
        };
        MailEntryBody: {
            /** @description Oldest first. */
            attempts: components["schemas"]["MailAttemptBody"][];
            /** Format: date-time */
            created_at: string;
            /** @description Why the mail has not been sent. */
            error: string | null;
            /** @example mail_01KB4Z7Q3M8XN5T2VWPE6RJM41 */
            id: string;
            /** @enum {string} */
            mail: "welcome" | "departure_scheduled" | "departure_moved" | "departure_canceled" | "departed" | "mass_leave_held" | "deprovisioning_unacknowledged" | "connection_failing" | "sync_needs_review" | "portal_link";
            /** Format: date-time */
            next_attempt_at: string | null;
            /** Format: date-time */
            sent_at: string | null;
            /**
             * @description `suppressed`: there is no address that mail can be sent to.
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "retrying" | "failed" | "suppressed";
            subject: string;
            /** @example ada@example.com */
            to: string;
            user_id: string | null;
        };
        MailListAnswer: {
            mails: components["schemas"]["MailEntryBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        MailTestAnswer: {
            test: components["schemas"]["MailTestBody"];
        };
        MailTestBody: {
            /**
             * @description What the server said, or what went wrong.
             * @example 250 2.0.0 OK: queued
             */
            detail: string;
            duration_ms: number;
            /** @enum {string} */
            mail: "welcome" | "departure_scheduled" | "departure_moved" | "departure_canceled" | "departed" | "mass_leave_held" | "deprovisioning_unacknowledged" | "connection_failing" | "sync_needs_review" | "portal_link";
            /** @enum {string} */
            outcome: "sent" | "failed";
            /** @description The SMTP reply code. Null: there was no reply. */
            status: number | null;
            subject: string;
            /** @example you@example.com */
            to: string;
        };
        MappingBody: {
            default?: string | number | boolean;
            /** @example email */
            key: string;
            map_to: string | string[];
            /** @description The number of active users for whom no path has a value. */
            missing: number;
            transforms?: ("lower" | "upper" | "trim" | "collapse_spaces" | "title_case" | "local_part" | "domain" | "digits")[];
        };
        MappingsBody: {
            attributes: components["schemas"]["MappingBody"][];
        };
        /** @description A directory from which more people left within an hour than the policy expects. */
        MassLeaveData: {
            /**
             * Format: date-time
             * @description When the limit was passed.
             */
            at: string;
            /** @description How many people left, those who are held included. */
            deactivated: number;
            /** @description How many of them wait for approval and are still active. */
            held: number;
            /** @description The directory. */
            id: string;
            /** @description The limit in the directory's policy. */
            mass_leave_limit: number;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The period in which they left. */
            within_seconds: number;
        };
        /** @description A group, and the user who joined or left the group. */
        MemberData: {
            /** @description The directory. */
            directory_id: string;
            /** @description The name of the group. */
            display_name: string;
            /** @description The same as `external_id`, under the name that Scalekit uses. */
            dp_id: string | null;
            /** @description The identity provider's own id of the group (SCIM `externalId`). */
            external_id: string | null;
            /** @description The group. */
            group: {
                display_name: string;
                id: string;
            };
            /** @description The group. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The group as the identity provider sent it, in SCIM, without its members. */
            raw_attributes: {
                [key: string]: unknown;
            };
            /** @description The user. */
            user: {
                email: string | null;
                id: string;
                name: string | null;
            };
            /** @description Grows with every event of the same user or group. Drop an event only if its version is lower than the version that you hold. */
            version: number;
        };
        MissingBody: {
            /** @description Active users for whom no path has a value. */
            count: number;
            /** @example department */
            key: string;
        };
        NameCollisionBody: {
            directory_id: string;
            /** Format: date-time */
            found_at: string;
            organization_id: string;
            /** @description The older user. A lookup by name finds this user. */
            other_user_id: string;
            /**
             * @description The newer user. A lookup by name does not find this user.
             * @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR
             */
            user_id: string;
        };
        NameCollisionList: {
            name_collisions: components["schemas"]["NameCollisionBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        OAuthClientBody: {
            /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
            client_id: string;
            /** Format: date-time */
            create_time: string;
            directory_id: string;
            /** Format: date-time */
            expire_time: string | null;
            jwks_uri: string | null;
            /** Format: date-time */
            last_used_time: string | null;
            /** @description The last four characters of the secret; empty for a client without one. */
            secret_suffix: string;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
            /**
             * @description Null: a secret, in HTTP Basic or in the body.
             * @enum {string|null}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | null;
        };
        OAuthClientList: {
            oauth_clients: components["schemas"]["OAuthClientBody"][];
        };
        OAuthErrorBody: {
            /** @enum {string} */
            error: "invalid_request" | "invalid_client" | "unsupported_grant_type" | "invalid_scope";
            error_description: string;
        };
        OrganizationAnswer: {
            organization: components["schemas"]["OrganizationBody"];
        };
        OrganizationBody: {
            /** Format: date-time */
            create_time: string;
            display_name: string;
            external_id: string | null;
            /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
            id: string;
            logo_url: string | null;
            metadata: {
                [key: string]: string;
            };
            /**
             * @description `US`, `EU`, or the name of another region.
             * @example US
             */
            region_code: string;
            settings: components["schemas"]["SettingsBody"];
            slug: string | null;
            /** Format: date-time */
            update_time: string;
        };
        OrganizationList: {
            /** @description Empty on the last page. */
            next_page_token: string;
            organizations: components["schemas"]["OrganizationBody"][];
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        OversizedResourceBody: {
            directory_id: string;
            /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
            id: string;
            organization_id: string;
            /** @description The bytes of its SCIM resource as JSON, members apart. */
            size_bytes: number;
            /** @enum {string} */
            type: "user" | "group";
        };
        OversizedResourceList: {
            /** @description Empty on the last page. A page without entries says nothing about the pages behind it. */
            next_page_token: string;
            oversized_resources: components["schemas"]["OversizedResourceBody"][];
        };
        OverviewAnswer: {
            overview: components["schemas"]["OverviewBody"];
        };
        OverviewBody: {
            /** @description Up to 20 of each kind. */
            attention: components["schemas"]["AttentionBody"][];
            counts: components["schemas"]["CountsBody"];
            deliveries: components["schemas"]["DeliveryCountsBody"];
            first_steps: components["schemas"]["FirstStepBody"][];
        };
        PersonalDataAnswer: {
            personal_data: components["schemas"]["PersonalDataBody"];
        };
        PersonalDataBody: {
            /** @description The deliveries of these events, with each attempt and response. */
            deliveries: {
                [key: string]: unknown;
            }[];
            /** @description Every stored event about the person. */
            events: {
                [key: string]: unknown;
            }[];
            groups: {
                [key: string]: unknown;
            }[];
            /** @description The mails to the person, and about the person. */
            mails: {
                [key: string]: unknown;
            }[];
            /** @description What the identity provider sent, and what applications see. */
            user: {
                [key: string]: unknown;
            };
        };
        PolicyAnswer: {
            policy: components["schemas"]["PolicyBody"];
        };
        PolicyBody: {
            /** @enum {string} */
            departure: "immediate" | "graceful";
            departure_attribute: string | null;
            /** @description The number of users whose `departure_attribute` holds a value that is no date, up to 10,000, without users whom the identity provider has deactivated. Rollcall does not schedule their departure, and a user who is out stays out. After a change of the policy, the number grows until Rollcall has looked at every user. */
            departure_warnings: number;
            hold: boolean;
            mass_leave_limit: number;
            notify: ("manager" | "it")[];
            /** @enum {string} */
            on_deactivate: "delete_event" | "update_event";
            retention_days: number | null;
            sync_review: components["schemas"]["SyncReviewLimits"];
            time_zone: string;
            /** @description Why `notify` has no effect; only where it has none. */
            warning?: string;
        };
        PortalAuditLogBody: {
            /** @example directory.create */
            action: string;
            /**
             * @description Who did it: your application, somebody in the portal, the identity provider, or Rollcall itself.
             * @enum {string}
             */
            actor: "application" | "portal" | "provider" | "rollcall";
            /** Format: date-time */
            at: string;
            /**
             * @description What changed, by field: `before` and `after`, or `hidden` for secrets and personal data.
             * @example {
             *       "hold": {
             *         "before": false,
             *         "after": true
             *       }
             *     }
             */
            changes: {
                [key: string]: {
                    [key: string]: unknown;
                };
            } | null;
            directory_id: string | null;
            /**
             * @description Why the act was refused.
             * @example null
             */
            error_code: string | null;
            /** @description SHA-256 over the other fields (docs/audit.md), in hexadecimal. */
            hash: string;
            /** @example log_01KB4Z7Q3M8XN5T2VWPE6RJ10G */
            id: string;
            /** @description The address that sent the request. */
            ip: string | null;
            /**
             * @description `refused`: nothing happened.
             * @enum {string}
             */
            outcome: "done" | "refused";
            /** @description The `hash` of the entry before. Null in the first entry. */
            previous_hash: string | null;
            /** @description The `x-request-id` of the response. */
            request_id: string | null;
            /** @description The entry's number in the chain of its organization, from 1 on. */
            sequence: number;
            target_id: string | null;
            /** @example directory */
            target_type: string;
        };
        PortalAuditLogList: {
            audit_logs: components["schemas"]["PortalAuditLogBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        PortalLinkAnswer: {
            link: components["schemas"]["PortalLinkBody"];
        };
        PortalLinkBody: {
            /**
             * Format: date-time
             * @description When the link stops working.
             */
            expire_time: string;
            /** @example lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK */
            id: string;
            /**
             * @description The URL to open. Rollcall shows it only in this response.
             * @example https://rollcall.example/portal/l/…
             */
            location?: string;
        };
        PortalLinkList: {
            links: components["schemas"]["PortalLinkBody"][];
        };
        PortalOrganizationBody: {
            /** @example Megasoft */
            display_name: string;
            /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
            id: string;
        };
        PortalSessionAnswer: {
            branding: components["schemas"]["BrandingBody"];
            organization: components["schemas"]["PortalOrganizationBody"];
            /** @description The origins that may show the portal in a frame and hear its messages. */
            parent_origins: string[];
            session: components["schemas"]["PortalSessionBody"];
        };
        PortalSessionBody: {
            /** @description Whether the administrator may invite a colleague. */
            can_invite: boolean;
            /** @description The only directory that the link opens. Null: all. */
            directory_id: string | null;
            /** Format: date-time */
            expires_at: string;
            /** @example ses_01KB4Z7Q3M8XN5T2VWPE6RJSES */
            id: string;
            /** @description Where the portal leads back to. */
            return_url: string | null;
            /** @description What the link opens. */
            sections: ("setup" | "users" | "requests" | "mapping" | "roles" | "settings" | "syncs")[];
        };
        PortalSettingsAnswer: {
            /** @description The logo for dark themes. Null: the other one is used. */
            logo_dark_url: string | null;
            /** @description Where the logo is served. Null: there is none. */
            logo_url: string | null;
            portal_settings: components["schemas"]["PortalSettingsBody"];
        };
        PortalSettingsBody: {
            /** @example #2f6f5e */
            accent: string | null;
            allow_invites: boolean | null;
            allowed_origins: string[] | null;
            /** @example Acme */
            application_name: string | null;
            return_url: string | null;
            sections: ("setup" | "users" | "requests" | "mapping" | "roles" | "settings" | "syncs")[] | null;
            support_email: string | null;
            support_url: string | null;
        };
        PresetBody: {
            /** @example cost_center */
            key: string;
            map_to: string | string[];
            /**
             * @description The name of the attribute in the console of the identity provider.
             * @example costCenter
             */
            provider_attribute: string;
        };
        PreviewAnswer: {
            /** @description How many active users would change, each with one `user_updated`. */
            affected: number;
            missing: components["schemas"]["MissingBody"][];
            previews: components["schemas"]["PreviewBody"][];
            /** @description Whether `affected` is an estimate. Rollcall looks at no more than 20,000 users, and for no more than 5 s. */
            sampled: boolean;
        };
        PreviewAttributes: {
            /**
             * @description The whole mapping. A field that it does not name keeps the default mapping.
             * @example [
             *       {
             *         "key": "email",
             *         "map_to": [
             *           "emails[type eq \"work\"].value",
             *           "userName"
             *         ],
             *         "transforms": [
             *           "lower"
             *         ]
             *       },
             *       {
             *         "key": "custom_attributes.badge",
             *         "map_to": "urn:example:2.0:User:badge",
             *         "default": "none"
             *       }
             *     ]
             */
            attributes: {
                /** @description The value if no path has one. */
                default?: string | number | boolean;
                /** @description A field of the user, or `custom_attributes.<name>`. `active` is not mappable. */
                key: string;
                /** @description A SCIM path, or several. The first path that has a value wins. */
                map_to: string | string[];
                transforms?: ("lower" | "upper" | "trim" | "collapse_spaces" | "title_case" | "local_part" | "domain" | "digits")[];
            }[];
            /** @description The users whose values to show, up to 5. Left out: users who would change. */
            user_ids?: string[];
        };
        PreviewBody: {
            /** @description The profile with this mapping. */
            after: {
                [key: string]: unknown;
            };
            /** @description The profile at present. */
            before: {
                [key: string]: unknown;
            };
            /**
             * @description The fields that differ.
             * @example [
             *       "title",
             *       "custom_attributes.badge"
             *     ]
             */
            changed: string[];
            user: components["schemas"]["PreviewedUserBody"];
        };
        PreviewedUserBody: {
            /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
            id: string;
            name: string;
        };
        ProblemBody: {
            /**
             * @description The gRPC status code. It follows from `error_code`.
             * @example 3
             */
            code: number;
            details: components["schemas"]["ProblemDetail"][];
            /** @example display_name: must be a string of 1 to 200 characters */
            message: string;
        };
        ProblemDetail: {
            /** @example type.googleapis.com/scalekit.v1.errdetails.ErrorInfo */
            "@type": string;
            /** @example VALIDATION_ERROR */
            error_code: string;
            field_violations?: components["schemas"]["FieldViolationBody"][];
        };
        PulseAnswer: {
            pulse: components["schemas"]["PulseBody"];
        };
        PulseBody: {
            enabled: boolean;
            /**
             * Format: date-time
             * @description When the identity provider first connected with a right token.
             */
            first_request_at: string | null;
            full_sync_required: boolean;
            /** @description Leavers who wait for approval. */
            held_departures: number;
            /** @description The newest request, refused ones included. */
            last_request: components["schemas"]["LastRequestBody"] | null;
            /** @description The secret that was used last. */
            last_secret: components["schemas"]["LastSecretBody"] | null;
            /** Format: date-time */
            last_synced_at: string | null;
            /** @description Requests that were refused in the last hour, up to 1,000. */
            refused_last_hour: number;
            /** @enum {string} */
            status: "DRAFT" | "IN_PROGRESS" | "COMPLETED";
            /** @description The pull sync that waits for review, or the newest one. Null: there is none. */
            sync: components["schemas"]["RunningSyncBody"] | null;
            total_groups: number;
            total_users: number;
        };
        QueuesAnswer: {
            queues: components["schemas"]["QueuesBody"];
        };
        QueuesBody: {
            /** @enum {string} */
            backend: "redis" | "postgres";
            lanes: components["schemas"]["LaneBody"][];
            /** Format: date-time */
            oldest_unacknowledged_deprovisioning_at: string | null;
            /** @description Whether this process reaches the queue. Without it, workers look by themselves. */
            reachable: boolean;
            /** @description The workers that reported within the last minute. */
            workers: components["schemas"]["WorkerBody"][];
        };
        ReceivedRequestBody: {
            /** Format: date-time */
            at: string;
            body: string;
            event_type: string | null;
            headers: {
                [key: string]: string;
            };
            /** @example inr_01KB4Z7Q3M8XN5T2VWPE6RJ1NR */
            id: string;
            /**
             * @description Whether the signature fits a secret of an endpoint that points to this inbox. `unknown`: there is no such endpoint, or no signature.
             * @enum {string}
             */
            signature: "valid" | "invalid" | "unknown";
        };
        Replay: {
            /** @description Only counts what would be sent. */
            dry_run?: boolean;
            /** @description Only deliveries of these event types. */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            /**
             * Format: date-time
             * @description Only deliveries created since this time.
             * @example 2026-01-31T12:00:00Z
             */
            since: string;
            /** @description Only deliveries that ended in these states. The default is every state. */
            states?: ("delivered" | "exhausted" | "superseded" | "canceled")[];
            /**
             * Format: date-time
             * @description Only deliveries created before this time. The default is now.
             */
            until?: string;
        };
        ReplayAnswer: {
            /** @description How many deliveries match. */
            count: number;
            /** @description Nothing with `dry_run`. */
            replay?: components["schemas"]["ResendBody"];
        };
        RequestBody: {
            /**
             * @description What the request was for. Null: an older version of Rollcall recorded it.
             * @enum {string|null}
             */
            action: "test" | "look_up" | "list" | "create_user" | "update_user" | "deactivate_user" | "reactivate_user" | "delete_user" | "create_group" | "update_group" | "change_members" | "delete_group" | "bulk" | "other" | null;
            /** Format: date-time */
            at: string;
            /** @example 4.2 */
            duration_ms: number;
            /** @description What was wrong, in plain words. */
            error: string | null;
            /** @example req_01KB4Z7Q3M8XN5T2VWPE6RJREQ */
            id: string;
            ip: string | null;
            /** @example POST */
            method: string;
            /**
             * @description The path below the directory. Values in filters are masked.
             * @example /scim/v2/Users
             */
            path: string;
            /**
             * @description The body with masked values. Null: there was no body, or many requests came at once.
             * @example {
             *       "userName": "[text]",
             *       "active": true
             *     }
             */
            request_body: {
                [key: string]: unknown;
            } | null;
            /** @description The `x-request-id` of the response. */
            request_id: string;
            /** @description The user or group that the request was about. */
            resource_id: string | null;
            /** @description The present name of that user or group. The log does not hold it. */
            resource_name: string | null;
            /**
             * @description The body with masked values. Null: there was no body, or many requests came at once.
             * @example {
             *       "userName": "[text]",
             *       "active": true
             *     }
             */
            response_body: {
                [key: string]: unknown;
            } | null;
            /** @description The secret or OAuth client of the request. */
            secret_id: string | null;
            /** @example 409 */
            status: number;
            /** @description What Rollcall did not understand in a request that it carried out: details that it left aside so that a user could leave, and departure dates that are no dates. */
            warnings: string[];
        };
        RequestList: {
            /** @description How many requests came too fast to be recorded. */
            dropped: number;
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            requests: components["schemas"]["RequestBody"][];
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        ResendAnswer: {
            resend: components["schemas"]["ResendBody"];
        };
        ResendBody: {
            /** Format: date-time */
            created_at: string;
            /** @description How many of them the endpoint has acknowledged. */
            delivered: number;
            /** @description How many deliveries were queued for the endpoint so far. */
            deliveries: number;
            /** @description The directory of a resync. Null for a replay. */
            directory_id: string | null;
            endpoint_id: string;
            /** @description How many deliveries there are to send. A resync counts `sync_started` and `sync_completed`, too. */
            expected: number;
            /** @description How many were given up. */
            failed: number;
            /**
             * Format: date-time
             * @description When the last delivery was queued. For a resync: when every delivery was delivered or exhausted.
             */
            finished_at: string | null;
            /** @example rsd_01KB4Z7Q3M8XN5T2VWPE6RJRS1 */
            id: string;
            /** @enum {string} */
            kind: "resync" | "replay";
            /**
             * @description `starting` and `finishing`: the resend waits until what it sent is delivered. `done`: everything is queued; `waiting` says whether everything was delivered.
             * @enum {string}
             */
            state: "starting" | "sending" | "finishing" | "done" | "canceled";
            /** @description How many are still to be sent, or wait for their next attempt. */
            waiting: number;
        };
        ResendListAnswer: {
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            resends: components["schemas"]["ResendBody"][];
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        Resync: {
            /**
             * @description The endpoint that gets the events.
             * @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1
             */
            endpoint_id: string;
        };
        ResyncAnswer: {
            resync: components["schemas"]["ResendBody"];
        };
        RoleAssignmentsBody: {
            /**
             * @example [
             *       {
             *         "group_id": "dirgroup_01K…",
             *         "role_name": "developer"
             *       }
             *     ]
             */
            assignments: Record<string, never>[];
        };
        RoleBody: {
            /** @example developer */
            role_name: string;
        };
        RoleInput: {
            /** @description Users with no other role get this role. At most one role can be the default. */
            default?: boolean;
            /** @description A note for people. */
            description?: string;
            /**
             * @description A name for people. The default is `name`.
             * @example Developer
             */
            display_name?: string;
            /**
             * @description The name that users and events show.
             * @example developer
             */
            name: string;
            /** @description 1 is the highest. The default is the position in the list. */
            priority?: number;
            /** @description A privileged role cannot be the default, and a rule cannot assign it. */
            privileged?: boolean;
        };
        RolesAnswer: {
            /** @description Highest priority first. */
            roles: components["schemas"]["RoleView"][];
        };
        RoleView: {
            default: boolean;
            description: string;
            /** @example Developer */
            display_name: string;
            /** @example developer */
            name: string;
            priority: number;
            privileged: boolean;
        };
        RotateSecret: {
            /**
             * @description How long the old secret also signs: `24h` by default, at most `7d`.
             * @example 24h
             */
            overlap?: string;
        };
        RunningSyncBody: {
            /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
            id: string;
            progress: components["schemas"]["SyncProgress"];
            /** @enum {string} */
            state: "queued" | "running" | "needs_review" | "succeeded" | "failed" | "canceled";
        };
        SchemaAnswer: {
            attributes: components["schemas"]["SeenAttributeBody"][];
            /** @description How many users were looked at: the newest, up to 500. */
            users_seen: number;
        };
        ScimDocument: {
            schemas?: string[];
        } & {
            [key: string]: unknown;
        };
        /** @description An error as RFC 7644 §3.12 defines it. */
        ScimError: {
            detail?: string;
            schemas: string[];
            /** @example uniqueness */
            scimType?: string;
            /** @example 409 */
            status: string;
        };
        ScimList: {
            itemsPerPage?: number;
            nextCursor?: string;
            previousCursor?: string;
            Resources?: {
                [key: string]: unknown;
            }[];
            schemas: string[];
            startIndex?: number;
            totalResults: number;
        };
        /** @description A PatchOp, SearchRequest, BulkRequest or BulkResponse. */
        ScimMessage: {
            schemas: string[];
        } & {
            [key: string]: unknown;
        };
        /** @description A user or group; its attributes are described at `/Schemas`. */
        ScimResource: {
            externalId?: string;
            id?: string;
            meta?: {
                /** Format: date-time */
                created?: string;
                /** Format: date-time */
                lastModified?: string;
                /** Format: uri */
                location?: string;
                resourceType?: string;
                version?: string;
            };
            schemas: string[];
        } & {
            [key: string]: unknown;
        };
        SecretAnswer: {
            /**
             * @description The signing secret.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string;
        };
        SecretBody: {
            /** Format: date-time */
            create_time: string;
            directory_id: string;
            /** Format: date-time */
            expire_time: string | null;
            /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
            id: string;
            /** Format: date-time */
            last_used_time: string | null;
            /**
             * @description The last four characters of the secret.
             * @example cw1v
             */
            secret_suffix: string;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
        };
        SecretList: {
            secrets: components["schemas"]["SecretBody"][];
        };
        SeenAttributeBody: {
            /**
             * @description As a mapping names it.
             * @example emails[type eq "work"].value
             */
            path: string;
            /** @description Up to three different values. */
            samples: string[];
            /** @description How many of these users have it. */
            seen_in: number;
            /** @enum {string} */
            type: "string" | "number" | "boolean" | "object" | "array";
        };
        SeenCheckBody: {
            /** Format: date-time */
            at: string | null;
            /** @description What was wrong, in plain words. */
            error: string | null;
            /** @enum {string} */
            id: "signed_in" | "looked_up" | "user_created" | "user_updated" | "user_deactivated" | "group_sent";
            /** @description The `x-request-id` of that request. */
            request_id: string | null;
            /**
             * @description `refused`: the identity provider tried, and the newest request of this kind failed.
             * @enum {string}
             */
            state: "waiting" | "seen" | "refused";
        };
        SelfTestBody: {
            /** @description What was found, in plain words. */
            detail: string | null;
            /** @enum {string} */
            id: "public_url" | "answers" | "wrong_token_refused" | "token_accepted" | "unknown_user_is_empty";
            /**
             * @description `skipped`: not tried, or not yet.
             * @enum {string}
             */
            state: "passed" | "failed" | "skipped";
        };
        SessionAnswer: {
            session: components["schemas"]["SessionBody"];
        };
        SessionBody: {
            /**
             * Format: date-time
             * @description The session ends sooner after 2 hours without use.
             */
            expires_at: string;
            /** @example ses_01KB4Z7Q3M8XN5T2VWPE6RJSES */
            id: string;
            /**
             * @description The API key that signed in.
             * @example key_01KB4Z7Q3M8XN5T2VWPE6RJKEY
             */
            key_id: string;
            key_name: string;
            /**
             * @description What the key may do at this moment.
             * @example [
             *       "read",
             *       "write",
             *       "admin",
             *       "ssf.read",
             *       "ssf.manage"
             *     ]
             */
            scopes: string[];
        };
        SessionPolicyAnswer: {
            policy: components["schemas"]["SessionPolicyBody"];
        };
        SessionPolicyBody: {
            /**
             * @description Always `APPLICATION`.
             * @enum {string}
             */
            policy_source: "APPLICATION" | "CUSTOM";
        };
        SettingsBody: {
            features: components["schemas"]["FeatureBody"][];
        };
        ShownAnswerBody: {
            delay_ms: number;
            status: number;
        };
        SigningKeyBody: {
            /** Format: date-time */
            create_time: string;
            /**
             * Format: date-time
             * @description After this time the key verifies nothing. Null: the key has no end.
             */
            expire_time: string | null;
            /** @description The `kid` of the tokens that the key signed. */
            kid: string;
            /**
             * Format: date-time
             * @description From this time on the key signs, until a newer key does.
             */
            signs_from: string;
        };
        SigningKeyList: {
            /** @description The newest first. */
            signing_keys: components["schemas"]["SigningKeyBody"][];
        };
        SignInLinkAnswer: {
            link: components["schemas"]["SignInLinkBody"];
        };
        SignInLinkBody: {
            /** Format: date-time */
            expire_time: string;
            /** @example lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK */
            id: string;
            /**
             * @description The URL to open, on the machine that runs Rollcall. Rollcall shows it only in this response.
             * @example http://127.0.0.1:3000/dashboard/l/…
             */
            location: string;
        };
        Simulate: {
            /**
             * @description The identity provider whose requests to send.
             * @example okta
             * @enum {string}
             */
            dialect: "okta" | "entra";
            /**
             * @description `join`: people and groups come. `move`: also some titles change. `leave`: also some people leave. `full`: all of it.
             * @example full
             * @enum {string}
             */
            scenario: "join" | "move" | "leave" | "full";
            /**
             * @description How many people.
             * @example 5
             */
            users: number;
        };
        SimulationAnswer: {
            simulation: components["schemas"]["SimulationBody"];
        };
        SimulationBody: {
            /** @description What went wrong; the run ends with the first. */
            errors: string[];
            /** @example sim_01KB4Z7Q3M8XN5T2VWPE6RJS1M */
            id: string;
            /** @description Steps that are done. */
            sent: number;
            /** @enum {string} */
            state: "running" | "done" | "failed";
            /** @description All steps; each is one request or a few. */
            total: number;
        };
        SnapshotEndLine: {
            groups: number;
            /** @enum {string} */
            object: "End";
            users: number;
        };
        SnapshotHeadLine: {
            /** @description Use it as `after` in `GET /events` to continue without a gap. Empty: start at the beginning. */
            after: string;
            /** @description The last `sequence` of the directory that the snapshot contains. */
            sequence: number;
        };
        StartSync: {
            /**
             * @description Count what would change, keep it for `changes`, and change nothing.
             * @example true
             */
            dry_run?: boolean;
        };
        StatsBody: {
            /** Format: date-time */
            group_updated_at: string | null;
            total_groups: number;
            total_users: number;
            /** Format: date-time */
            user_updated_at: string | null;
        };
        StepBody: {
            /** @description Attempts so far; interrupted attempts do not count. */
            number: number;
            /** @description Attempts until Rollcall gives up. */
            of: number;
        };
        StreamBody: {
            aud: string;
            delivery: components["schemas"]["StreamDeliveryBody"];
            description?: string;
            events_delivered: string[];
            events_requested: string[];
            events_supported: string[];
            iss: string;
            /** @example 30 */
            min_verification_interval: number;
            /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
            stream_id: string;
        };
        StreamDeliveryBody: {
            endpoint_url: string;
            /** @enum {string} */
            method: "urn:ietf:rfc:8935";
        };
        StreamDeliveryRequest: {
            /**
             * @description The `Authorization` header of every push. Rollcall never shows it again.
             * @example Bearer secret
             */
            authorization_header?: string;
            /**
             * @description The URL of your receiver.
             * @example https://receiver.example/events
             */
            endpoint_url: string;
            /**
             * @example urn:ietf:rfc:8935
             * @enum {string}
             */
            method: "urn:ietf:rfc:8935";
        };
        StreamStatusBody: {
            /** @description Why Rollcall has paused the stream. */
            reason?: string;
            /** @enum {string} */
            status: "enabled" | "paused";
            /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
            stream_id: string;
        };
        SyncAnswer: {
            sync: components["schemas"]["SyncBody"];
        };
        SyncBody: {
            created: number;
            /** Format: date-time */
            created_at: string;
            deactivated: number;
            /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
            directory_id: string;
            dry_run: boolean;
            error: components["schemas"]["SyncErrorBody"] | null;
            /** Format: date-time */
            finished_at: string | null;
            groups_created: number;
            groups_deleted: number;
            groups_updated: number;
            /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
            id: string;
            memberships_added: number;
            memberships_removed: number;
            progress: components["schemas"]["SyncProgress"];
            reactivated: number;
            review: components["schemas"]["SyncReviewBody"] | null;
            skipped: number;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "needs_review" | "succeeded" | "failed" | "canceled";
            /** @enum {string} */
            trigger: "schedule" | "manual" | "notification" | "upload";
            unchanged: number;
            updated: number;
            warnings: components["schemas"]["SyncWarningBody"][];
        };
        SyncChangeBody: {
            changed: components["schemas"]["SyncChangedField"][];
            groups_lost: string[];
            id: string;
            /** @enum {string} */
            kind: "created" | "updated" | "deactivated" | "skipped";
            user: components["schemas"]["SyncChangeUser"];
            why: string | null;
        };
        SyncChangedField: {
            after: Record<string, never> | null;
            before: Record<string, never> | null;
            /** @example title */
            field: string;
        };
        SyncChangeList: {
            changes: components["schemas"]["SyncChangeBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        SyncChangeUser: {
            email: string | null;
            /** @description Null for a user who would be new. */
            id: string | null;
            name: string | null;
            user_name: string | null;
        };
        /** @description A sync of a directory that is over, and what came of it. */
        SyncCompletedData: {
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The sync. */
            sync: {
                /** @description Users who are new. */
                created: number;
                /** @description Users who left. */
                deactivated: number;
                /** @description Groups that are new. */
                groups_created: number;
                /** @description Groups that the source no longer has. */
                groups_deleted: number;
                /** @description Groups with another name or attribute. */
                groups_updated: number;
                /** @description The sync (`sync_…`). */
                id: string;
                /**
                 * @description Always `pull`.
                 * @constant
                 */
                kind: "pull";
                /** @description Memberships that are new. */
                memberships_added: number;
                /** @description Memberships that ended. */
                memberships_removed: number;
                /** @description Users who came back. */
                reactivated: number;
                /** @description People whom the sync passed over. The changes of the sync say why. */
                skipped: number;
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
                /**
                 * @description What started the sync.
                 * @enum {string}
                 */
                trigger: "schedule" | "manual" | "notification" | "upload";
                /** @description Users without a change. */
                unchanged: number;
                /** @description Users with a changed value. */
                updated: number;
            } | {
                /** @description The endpoint that gets the resync. */
                endpoint_id: string;
                /** @description The events of this resync that the endpoint never accepted. */
                exhausted: number;
                /** @description The groups that were sent. */
                groups: number;
                /** @description The id of the resend (`rsd_…`). */
                id: string;
                /**
                 * @description Always `resync`.
                 * @constant
                 */
                kind: "resync";
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
                /** @description The users that were sent. */
                users: number;
            };
        };
        /** @description A pull sync has made its last change, or a resync of one endpoint is over: every event of the resync was delivered, or all its attempts failed. */
        SyncCompletedEvent: {
            data: components["schemas"]["SyncCompletedData"];
            /** @constant */
            display_name: "Directory Sync Completed";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.sync_completed";
        };
        /** @description A sync of a directory that begins. */
        SyncData: {
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The sync. */
            sync: {
                /** @description The sync (`sync_…`). */
                id: string;
                /**
                 * @description Always `pull`.
                 * @constant
                 */
                kind: "pull";
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
                /**
                 * @description What started the sync.
                 * @enum {string}
                 */
                trigger: "schedule" | "manual" | "notification" | "upload";
            } | {
                /** @description The endpoint that gets the resync. */
                endpoint_id: string;
                /** @description The id of the resend (`rsd_…`). */
                id: string;
                /**
                 * @description Always `resync`.
                 * @constant
                 */
                kind: "resync";
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
            };
        };
        SyncDecisionBody: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            decision: "approved" | "rejected";
            reason: string | null;
        };
        SyncErrorBody: {
            /** @example credentials_rejected */
            code: string;
            /** @description What to do about it. */
            hint: string;
            message: string;
        };
        /** @description A pull sync that failed. */
        SyncFailedData: {
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description A pull sync: Rollcall reads the source of the directory, or a file that was uploaded. */
            sync: {
                /** @description Why. */
                error: {
                    /** @description Machine-readable, such as `credentials_rejected`. */
                    code: string;
                    /** @description What to do about it, and where. */
                    hint: string;
                    /** @description What happened, in one sentence. */
                    message: string;
                };
                /** @description The sync (`sync_…`). */
                id: string;
                /**
                 * @description Always `pull`.
                 * @constant
                 */
                kind: "pull";
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
                /**
                 * @description What started the sync.
                 * @enum {string}
                 */
                trigger: "schedule" | "manual" | "notification" | "upload";
            };
        };
        /** @description A pull sync failed: the first of several in a row, one that somebody asked for, or one that had changed something. Nobody is deactivated because of a listing that failed. */
        SyncFailedEvent: {
            data: components["schemas"]["SyncFailedData"];
            /** @constant */
            display_name: "Directory Sync Failed";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.sync_failed";
        };
        SyncList: {
            /** @description Empty on the last page. */
            next_page_token: string;
            /** Format: date-time */
            next_sync_at: string | null;
            /** @description Empty on the first page. */
            prev_page_token: string;
            syncs: components["schemas"]["SyncBody"][];
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        SyncProgress: {
            /** @enum {string} */
            phase: "listing_users" | "listing_groups" | "comparing" | "applying";
            /** @description Users listed so far. */
            seen: number;
            /** @description Null where the source does not say. */
            total: number | null;
        };
        SyncReviewBody: {
            /** @description Absent while the sync waits. */
            decision?: components["schemas"]["SyncDecisionBody"];
            /** @description Active users of the directory. */
            of: number;
            /** @description Why the sync stopped. Empty for a dry run that would not stop. */
            reason: string;
            /** @description At most a hundred. */
            sample: components["schemas"]["SyncReviewPerson"][];
            would_deactivate: number;
            would_delete_groups: number;
        };
        SyncReviewLimits: {
            /**
             * @description People.
             * @example 10
             */
            count: number;
            /**
             * @description Percent of the active users.
             * @example 20
             */
            percent: number;
        };
        SyncReviewPerson: {
            email: string | null;
            id: string;
            name: string | null;
        };
        /** @description A pull sync changes the directory, or a resync of one endpoint begins. A pull sync sends this before its first change, and nothing if nothing has changed. After a resync begins, the current state of every user and group follows, without a `sequence`. */
        SyncStartedEvent: {
            data: components["schemas"]["SyncData"];
            /** @constant */
            display_name: "Directory Sync Started";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "Directory";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.sync_started";
        };
        SyncWarningBody: {
            /** @example member_unknown */
            code: string;
            count: number;
            /** @description At most five. */
            examples: string[];
            message: string;
        };
        TestAnswer: {
            attempt: components["schemas"]["AttemptBody"];
            delivery: components["schemas"]["DeliveryBody"];
        };
        /** @description A test message. */
        TestData: {
            /** @description The endpoint. */
            endpoint_id: string;
            message: string;
        };
        /** @description Somebody called `POST /webhook_endpoints/{endpoint_id}:test`. An endpoint gets this event only if its `event_types` name it. */
        TestEvent: {
            data: components["schemas"]["TestData"];
            /** @constant */
            display_name: "Test";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "WebhookEndpoint";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string | null;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "rollcall.test";
        };
        TestMail: {
            /**
             * @description The mail to send a sample of.
             * @example welcome
             * @enum {string}
             */
            mail: "welcome" | "departure_scheduled" | "departure_moved" | "departure_canceled" | "departed" | "mass_leave_held" | "deprovisioning_unacknowledged" | "connection_failing" | "sync_needs_review" | "portal_link";
            /**
             * Format: email
             * @description The address of the sample.
             * @example you@example.com
             */
            to: string;
        };
        TimelineAnswer: {
            entries: components["schemas"]["TimelineEntryBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
        };
        TimelineEntryBody: {
            /** Format: date-time */
            at: string;
            /** @description Only for an event: the fields that changed. */
            changed?: string[];
            /** @description Only for an event and its deliveries. */
            event_id?: string;
            /** @example organization.directory.user_updated */
            event_type?: string;
            /** @enum {string} */
            kind: "request" | "event" | "delivery";
            /** @description Only for a request: the `x-request-id`. */
            request_id?: string;
            sequence?: number;
            /**
             * @description Only for a delivery.
             * @example delivered
             */
            state?: string;
            /** @description The HTTP status of a request, or of the last attempt. */
            status?: number;
            /**
             * @description What happened, in plain words.
             * @example The application was told: it answered 204.
             */
            summary: string;
        };
        ToggleAnswer: {
            enabled: boolean;
            /** @example The directory is already enabled */
            error_message?: string;
        };
        TokenAnswer: {
            access_token: string;
            /**
             * @description How many seconds the token is valid.
             * @example 3600
             */
            expires_in: number;
            /**
             * @description The scopes of the token.
             * @example read write admin
             */
            scope?: string;
            /** @enum {string} */
            token_type: "Bearer";
        };
        TokenForm: {
            /**
             * @description The id of an API key, or `rollcall` for the bootstrap key.
             * @example rollcall
             */
            client_id?: string;
            /**
             * @description The API key itself.
             * @example your API key
             */
            client_secret?: string;
            /** @enum {string} */
            grant_type: "client_credentials";
            /**
             * @description The scopes of the token, separated by blanks. The default is every scope of the key; `ssf.read` and `ssf.manage` of the bootstrap key must be named.
             * @example read
             */
            scope?: string;
        };
        TransmitterConfiguration: {
            authorization_schemes: components["schemas"]["AuthorizationScheme"][];
            configuration_endpoint: string;
            /** @enum {string} */
            default_subjects: "ALL";
            /**
             * @example [
             *       "urn:ietf:rfc:8935"
             *     ]
             */
            delivery_methods_supported: string[];
            issuer: string;
            jwks_uri: string;
            /** @example 1_0 */
            spec_version: string;
            status_endpoint: string;
            verification_endpoint: string;
        };
        UpdateApiKey: {
            /**
             * Format: date-time
             * @description When the key ends. Null: never.
             */
            expire_time?: string | null;
            /**
             * @description What the key is for.
             * @example billing service
             */
            name?: string;
            /**
             * @description The key is for these organizations only. Null: for all of them.
             * @example [
             *       "org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG"
             *     ]
             */
            organization_ids?: string[] | null;
            /** @description The most requests per second. Null: the default of 1,000, with bursts of 10,000. */
            rate_limit?: number | null;
        };
        UpdateAttributes: {
            /**
             * @description The whole mapping. A field that it does not name keeps the default mapping.
             * @example [
             *       {
             *         "key": "email",
             *         "map_to": [
             *           "emails[type eq \"work\"].value",
             *           "userName"
             *         ],
             *         "transforms": [
             *           "lower"
             *         ]
             *       },
             *       {
             *         "key": "custom_attributes.badge",
             *         "map_to": "urn:example:2.0:User:badge",
             *         "default": "none"
             *       }
             *     ]
             */
            attributes: {
                /** @description The value if no path has one. */
                default?: string | number | boolean;
                /** @description A field of the user, or `custom_attributes.<name>`. `active` is not mappable. */
                key: string;
                /** @description A SCIM path, or several. The first path that has a value wins. */
                map_to: string | string[];
                transforms?: ("lower" | "upper" | "trim" | "collapse_spaces" | "title_case" | "local_part" | "domain" | "digits")[];
            }[];
        };
        UpdateConnection: {
            /**
             * @description How often Rollcall syncs: 5m to 24h, or `off`. 30m by default, up to a tenth earlier or later.
             * @example 30m
             */
            schedule?: string;
            /**
             * @description Stored encrypted and never returned. A secret that you leave out keeps its value, as long as the settings name no other server; null removes it.
             * @example {
             *       "service_account": {
             *         "type": "service_account",
             *         "client_email": "rollcall@acme.iam.gserviceaccount.com",
             *         "private_key": "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\n"
             *       }
             *     }
             */
            secrets?: {
                [key: string]: unknown;
            };
            /**
             * @description How the source is reached. Which settings there are depends on the provider: docs/idp has a page for each.
             * @example {
             *       "admin_email": "admin@acme.com",
             *       "customer": "my_customer"
             *     }
             */
            settings: {
                [key: string]: unknown;
            };
        };
        UpdateDirectory: {
            /**
             * @description The identity provider.
             * @enum {string}
             */
            directory_provider?: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "CSV" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /** @description Enables or disables the directory, like `:enable` and `:disable`. */
            enabled?: boolean;
            /** @description Set it to `false` after the identity provider has sent everything again. */
            full_sync_required?: boolean;
            /**
             * @description A name for people.
             * @example Megasoft Okta
             */
            name?: string;
            /**
             * @description How strictly the SCIM endpoint takes what the identity provider sends. `default`: as providers send it; Entra ID and Okta need this. `interop`: the SCIM 2.0 Interoperability Profile. `ipsie`: the IPSIE SCIM profile, which also takes no static secrets.
             * @enum {string}
             */
            scim_profile?: "default" | "interop" | "ipsie";
            /** @description SCIM requests a second, for each api process; null for the default (1,000). Short bursts may be ten times as large. */
            scim_rate_limit?: number | null;
        };
        UpdateEndpoint: {
            /** @description Only for `set`: the `aud` of the tokens. It never changes. The default is the URL. */
            audience?: string;
            /**
             * @description A note for people.
             * @example Production
             */
            description?: string | null;
            /** @description Only events of this directory. */
            directory_id?: string | null;
            /** @description While false, Rollcall holds deliveries. It sends them when the endpoint is enabled again. */
            enabled?: boolean;
            /**
             * @description Only these types. Empty: every type except `group_member_added`, `group_member_removed` and `rollcall.*`, which you must name.
             * @example [
             *       "organization.directory.user_created",
             *       "organization.directory.user_updated",
             *       "organization.directory.user_deleted"
             *     ]
             */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            /** @description Only for `set`: only these security events. Empty: all. */
            events_requested?: ("https://schemas.openid.net/secevent/caep/event-type/session-revoked" | "https://schemas.openid.net/secevent/caep/event-type/token-claims-change" | "https://schemas.openid.net/secevent/risc/event-type/account-disabled" | "https://schemas.openid.net/secevent/risc/event-type/account-enabled" | "https://schemas.openid.net/secevent/risc/event-type/identifier-changed")[];
            /**
             * @description Headers that Rollcall sends with every webhook. Rollcall never shows the values again. Sending back `••••` keeps one.
             * @example {
             *       "x-api-key": "secret"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Only events of this organization. */
            organization_id?: string | null;
            /**
             * @description `polis`: the body and signature that Ory Polis uses. `set`: security event tokens of the OpenID Shared Signals Framework.
             * @enum {string}
             */
            payload_format?: "standard" | "polis" | "set";
            /** @description The most deliveries per second. Null: no limit. */
            rate_limit?: number | null;
            /**
             * @description Only for `set`: how tokens name a person. `email`: by the address, where the person has one.
             * @enum {string}
             */
            subject_format?: "iss_sub" | "email";
            /** @description The URL of your receiver: https, a public address, without a user name. */
            url?: string;
        };
        UpdateGate: {
            /**
             * @description Whether Rollcall asks. `true` by default.
             * @example true
             */
            enabled?: boolean;
            /**
             * @description What Rollcall asks about: new users, users who become active again. Both by default.
             * @example [
             *       "create",
             *       "activate"
             *     ]
             */
            events?: ("create" | "activate")[];
            /**
             * @description What Rollcall decides if no answer comes in time. `deny` by default.
             * @example deny
             * @enum {string}
             */
            on_timeout?: "allow" | "deny";
            /**
             * @description How long Rollcall waits for the answer, from `100ms` to `5s`. `2s` by default.
             * @example 2s
             */
            timeout?: string;
            /**
             * @description The URL that Rollcall asks. The rules are those of webhook URLs.
             * @example https://app.example.com/rollcall/gate
             */
            url: string;
        };
        UpdateGroupRules: {
            /** @description All rules of the directory. */
            rules: components["schemas"]["GroupRuleInput"][];
        };
        UpdateInbox: {
            /**
             * @description What the inbox answers from now on.
             * @example {
             *       "status": 500,
             *       "delay_ms": 0
             *     }
             */
            answer?: components["schemas"]["InboxAnswerBody"];
            /**
             * @description A name for people.
             * @example Test inbox
             */
            name?: string;
        };
        UpdateMail: {
            /**
             * @description The mail addresses of the customer's IT, which is told about departures.
             * @example [
             *       "it@example.com"
             *     ]
             */
            it_contacts?: string[];
            /**
             * Format: uri
             * @description The page where people sign in. Welcome mail needs it.
             * @example https://app.example.com/login
             */
            sign_in_url?: string | null;
            /** @description The subject. Null: the built-in subject. */
            subject?: string | null;
            /**
             * @description The text, with `{{name}}`, `{{organization}}` and `{{sign_in_url}}`. Null: the built-in text.
             * @example Welcome, {{name}}! Sign in at {{sign_in_url}}.
             */
            template?: string | null;
            /**
             * @description Your own templates, by mail. A mail that is left out has the built-in template. See docs/mail.md for the placeholders.
             * @example {
             *       "departed": {
             *         "subject": "{{user.name}} has left",
             *         "text": "{{user.name}} left on {{departure.date}}."
             *       }
             *     }
             */
            templates?: {
                connection_failing?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departed?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_canceled?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_moved?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                departure_scheduled?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                deprovisioning_unacknowledged?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                mass_leave_held?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                portal_link?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                sync_needs_review?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
                welcome?: {
                    /** @description The HTML part. Values of placeholders are escaped. Left out: Rollcall makes it from `text`. */
                    html?: string;
                    /** @description One line. */
                    subject: string;
                    /** @description The text part. */
                    text: string;
                };
            };
            /** @description As GET answers it; ignored. */
            warning?: string;
            /**
             * @description Whether a new active user gets a welcome mail. `false` by default.
             * @example false
             */
            welcome_mail?: boolean;
        };
        UpdateOrganization: {
            /**
             * @description The name of the customer.
             * @example Megasoft Inc
             */
            display_name?: string;
            /** @description Your own id of the organization. It must be unique. Null clears it. */
            external_id?: string | null;
            /**
             * Format: uri
             * @description The URL of a logo for the admin portal.
             */
            logo_url?: string | null;
            /**
             * @description Your own pairs of text: at most 50, with keys of up to 100 and values of up to 1,000 characters. Replaces what is stored.
             * @example {
             *       "plan": "enterprise"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description The region of this deployment. Data does not move, so another region is refused. */
            region_code?: string;
            /** @description A short unique name. Null clears it. */
            slug?: string | null;
        };
        UpdatePolicy: {
            /**
             * @description `immediate` (default): the user leaves at once. `graceful`: the user leaves on the date in `departure_attribute`.
             * @example graceful
             * @enum {string}
             */
            departure?: "immediate" | "graceful";
            /**
             * @description The SCIM path of a date or time (`2026-01-31`, `2026-01-31T17:00:00Z`, `20260131170000.0Z`, an AD file time).
             * @example urn:example:2.0:User:lastDay
             */
            departure_attribute?: string | null;
            /** @description As GET answers it; ignored. */
            departure_warnings?: number;
            /** @description Whether departures beyond the limit wait for `held_departures:approve` or `:reject`. The users stay active. Turning this off lets all of them leave. */
            hold?: boolean;
            /** @description More deactivations than this within an hour raise `rollcall.directory.mass_leave`. 50 by default. */
            mass_leave_limit?: number;
            /** @description Who gets a mail about a departure date: the manager of the user, the IT contacts of the organization. */
            notify?: ("manager" | "it")[];
            /**
             * @description What `active:false` sends. `delete_event` (default): `user_deleted`. `update_event`: `user_updated` with `active:false`, for a suspension.
             * @example delete_event
             * @enum {string}
             */
            on_deactivate?: "delete_event" | "update_event";
            /** @description After how many days Rollcall erases the personal data of a deactivated user. Null (default): never. */
            retention_days?: number | null;
            /**
             * @description A pull sync that would let more than both of these leave stops and waits for review. 20 % and 10 people by default.
             * @example {
             *       "percent": 20,
             *       "count": 10
             *     }
             */
            sync_review?: components["schemas"]["SyncReviewLimits"] | null;
            /**
             * @description An IANA time zone. A date without a time ends with the day in this zone. UTC by default.
             * @example Europe/Berlin
             */
            time_zone?: string;
            /** @description As GET answers it; ignored. */
            warning?: string;
        };
        UpdatePortalSettings: {
            /**
             * @description The colour of buttons and links. The portal darkens or lightens it until text can be read.
             * @example #2f6f5e
             */
            accent?: string | null;
            /**
             * @description Whether an administrator may invite a colleague.
             * @example false
             */
            allow_invites?: boolean | null;
            /**
             * @description The origins that may show the portal in a frame, and that links may lead back to.
             * @example [
             *       "https://app.acme.example"
             *     ]
             */
            allowed_origins?: string[] | null;
            /**
             * @description The name of your application, as the portal shows it.
             * @example Acme
             */
            application_name?: string | null;
            /**
             * @description Where the portal leads back to.
             * @example https://app.acme.example/settings
             */
            return_url?: string | null;
            /**
             * @description The sections that a link opens if it names none. Null: all.
             * @example [
             *       "setup",
             *       "users",
             *       "requests",
             *       "mapping",
             *       "roles",
             *       "settings",
             *       "syncs"
             *     ]
             */
            sections?: ("setup" | "users" | "requests" | "mapping" | "roles" | "settings" | "syncs")[] | null;
            /**
             * @description Whom people ask.
             * @example help@acme.example
             */
            support_email?: string | null;
            /**
             * @description Where people find help.
             * @example https://acme.example/help
             */
            support_url?: string | null;
        };
        UpdateRoles: {
            /** @description All roles of the application. */
            roles: components["schemas"]["RoleInput"][];
        };
        UpdateSessionPolicy: {
            /**
             * @description `APPLICATION`: your application decides how long sessions last. Rollcall refuses `CUSTOM`, because it has no sessions.
             * @example APPLICATION
             * @enum {string}
             */
            policy_source?: "SESSION_POLICY_TYPE_UNSPECIFIED" | "APPLICATION" | "CUSTOM";
        };
        UpdateSettings: {
            /** @description The features to change. */
            features: components["schemas"]["FeatureInput"][];
        };
        UpdateUserManagement: {
            /**
             * @description Null: no limit. Rollcall refuses a number, because the identity provider decides how many people there are.
             * @example null
             */
            max_allowed_users?: number | null;
        };
        UserAnswer: {
            user: components["schemas"]["UserBody"];
        };
        UserBody: {
            /** @description False for deactivated and deleted users, which stay in the list. */
            active: boolean;
            /** Format: date-time */
            created_at: string;
            email: string | null;
            emails: string[];
            /** @description The identity provider's own id. */
            external_id: string | null;
            family_name: string | null;
            given_name: string | null;
            groups: components["schemas"]["UserGroupBody"][];
            /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
            id: string;
            name: string | null;
            preferred_username: string;
            roles: components["schemas"]["RoleBody"][];
            /** Format: date-time */
            updated_at: string;
            /** @description The whole profile as in the `data` of events: `title`, `department`, `custom_attributes`, `raw_attributes` and more. Only with `include_detail=true`. */
            user_detail?: {
                [key: string]: unknown;
            };
            /** @description Grows with every announced change. Compare it with the `version` of an event. */
            version: number;
        };
        /** @description A person gets access: the identity provider created an active user, activated an inactive user, or created a user again after a deletion. A returning person keeps the same `id`. */
        UserCreatedEvent: {
            data: components["schemas"]["UserData"];
            /** @constant */
            display_name: "Directory User Created";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryUser";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.user_created";
        };
        /** @description The whole current state of a user. A value that the identity provider does not send is null. */
        UserData: {
            /** @description Whether the person has access. */
            active: boolean;
            /** @description The primary address. */
            address: {
                country?: string | null;
                formatted?: string | null;
                locality?: string | null;
                postal_code?: string | null;
                region?: string | null;
                street_address?: string | null;
            } | null;
            cost_center: string | null;
            /** @description Attributes that the directory maps to names of your own. */
            custom_attributes: {
                [key: string]: unknown;
            };
            department: string | null;
            /** @description The directory. */
            directory_id: string;
            division: string | null;
            /** @description The same as `external_id`, under the name that Scalekit uses. */
            dp_id: string | null;
            /** @description The primary e-mail address, or the `userName` if the provider sends no e-mail address and the `userName` is one. */
            email: string | null;
            /** @description All e-mail addresses. */
            emails: string[];
            employee_id: string | null;
            /** @description The identity provider's own id of the user (SCIM `externalId`). */
            external_id: string | null;
            family_name: string | null;
            given_name: string | null;
            /** @description The groups of the user. */
            groups: {
                /** @description The same as `name`. */
                display_name: string;
                id: string;
                name: string;
            }[];
            /** @description The user. The id stays the same when the person leaves and comes back. */
            id: string;
            language: string | null;
            locale: string | null;
            /** @description The manager's id, as the identity provider sent it. */
            manager: string | null;
            /** @description The full name. */
            name: string | null;
            nickname: string | null;
            /** @description The organization that the identity provider names in the profile. */
            organization: string | null;
            /** @description The organization that owns the directory. */
            organization_id: string;
            phone_number: string | null;
            /** @description The URL of a photo. */
            picture: string | null;
            /** @description The SCIM `userName`. */
            preferred_username: string;
            /** @description The URL of a profile page. */
            profile: string | null;
            /** @description The user as the identity provider sent it, in SCIM. */
            raw_attributes: {
                [key: string]: unknown;
            };
            /** @description Your application's roles, highest priority first. */
            roles: {
                role_name: string;
            }[];
            /** @description The job title. */
            title: string | null;
            user_type: string | null;
            /** @description Grows with every event of the same user or group. Drop an event only if its version is lower than the version that you hold. */
            version: number;
            /** @description The time zone. */
            zoneinfo: string | null;
        };
        /** @description A person loses access: the identity provider deactivated or deleted the user, the departure date has come, or the directory was deleted. End the sessions of the user and remove the access. Answer 2xx even if you do not know the user. */
        UserDeletedEvent: {
            data: components["schemas"]["DeletedUserData"];
            /** @constant */
            display_name: "Directory User Deleted";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryUser";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description What changed, with the values of the previous event of the same object. */
            previous_attributes?: {
                [key: string]: unknown;
            };
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.user_deleted";
        };
        UserGroupBody: {
            display_name: string;
            /** @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP */
            id: string;
        };
        UserListAnswer: {
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description How many items match, on all pages. */
            total_size: number;
            users: components["schemas"]["UserBody"][];
        };
        UserManagementAnswer: {
            settings: components["schemas"]["UserManagementBody"];
        };
        UserManagementBody: {
            /** @description Null: no limit. */
            max_allowed_users: number | null;
        };
        /** @description A user changed: the profile, the groups, the roles, or `active` under the policy `update_event`. `previous_attributes` holds the previous values of what changed. */
        UserUpdatedEvent: {
            data: components["schemas"]["UserData"];
            /** @constant */
            display_name: "Directory User Updated";
            /** @description This installation of Rollcall. Two installations have different ids. */
            environment_id: string;
            /** @description The event. It is also the `webhook-id`, the same on every attempt. */
            id: string;
            /** @constant */
            object: "DirectoryUser";
            /** Format: date-time */
            occurred_at: string;
            organization_id: string;
            /** @description What changed, with the values of the previous event of the same object. */
            previous_attributes?: {
                [key: string]: unknown;
            };
            /** @description The commit order within the directory, without gaps. Null for an event that is not in its feed. */
            sequence: number | null;
            /** @constant */
            spec_version: "1";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "organization.directory.user_updated";
        };
        VerifyStream: {
            /**
             * @description The token carries it.
             * @example VGhpcyBpcyBhbiBleGFtcGxl
             */
            state?: string;
            /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
            stream_id: string;
        };
        WorkerBody: {
            id: string;
            /** @description Endpoints that it is sending to. */
            in_flight: number;
            /** Format: date-time */
            last_seen_at: string;
            version: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ApiKeys_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ApiKeys_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            /** @description The new secret, which is shown only in this response. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ApiKeys_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example key_01KB4Z7Q3M8XN5T2VWPE6RJKEY */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ApiKeys_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example key_01KB4Z7Q3M8XN5T2VWPE6RJKEY */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ApiKeys_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example key_01KB4Z7Q3M8XN5T2VWPE6RJKEY */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApiKey"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    AuditLogs_list: {
        parameters: {
            query?: {
                /** @description Only this action. */
                action?: string;
                /** @description Only actions of this API key or portal session. */
                actor_id?: string;
                /** @description Only actions in this directory. */
                directory_id?: string;
                /** @description Only entries before this time. */
                end_time?: string;
                /** @description Only actions in this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only entries from this time on. */
                start_time?: string;
                /** @description Only actions on this object. */
                target_id?: string;
                /** @description Only actions on this kind of object. */
                target_type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLogList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    AuditLogs_export: {
        parameters: {
            query?: {
                /** @description Only the chain of this organization. */
                organization_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, one JSON object per line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["AuditLogBody"] | components["schemas"]["AuditExportEnd"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    AllDeliveries_list: {
        parameters: {
            query?: {
                /** @description Only deliveries of events of this directory. */
                directory_id?: string;
                /** @description Only deliveries to this endpoint. */
                endpoint_id?: string;
                /** @description Only deliveries of this event. */
                event_id?: string;
                /** @description Only deliveries of events of this type. */
                event_type?: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test";
                /** @description Only deliveries of events of this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only deliveries made from this time on. */
                since?: string;
                /** @description Only deliveries in this state. */
                state?: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
                /** @description Only deliveries whose last attempt got an answer of this kind. `none`: no answer. */
                status_class?: "2xx" | "3xx" | "4xx" | "5xx" | "none";
                /** @description Only deliveries made before this time. */
                until?: string;
                /** @description Only deliveries about this user. */
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Deliveries_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1 */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Deliveries_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dlv_01KB4Z7Q3M8XN5T2VWPE6RJDV1 */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Deprovisionings_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeprovisioningListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    AllDirectories_list: {
        parameters: {
            query?: {
                /** @description Only directories in this health. */
                health?: "waiting" | "ok" | "refusing" | "failing" | "needs_review" | "disabled";
                /** @description Only directories of this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only directories of this identity provider. */
                provider?: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "CSV" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
                /** @description Text in the name of the directory or of its organization, or the id. */
                query?: string;
                /** @description Only directories with this status. */
                status?: "DRAFT" | "IN_PROGRESS" | "COMPLETED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedDirectories"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Events_read: {
        parameters: {
            query?: {
                /** @description The id of the last event that you have. Empty: start at the beginning. */
                after?: string;
                /** @description Only events of this directory. The response then has `latest_sequence`. */
                directory_id?: string;
                /** @description Events per page, from 1 to 1,000. */
                limit?: number;
                /** @description Only events of this organization. */
                organization_id?: string;
                /** @description Only these types. Repeat the parameter, or separate the types with commas. */
                types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The feed does not keep an event that old. Take a snapshot. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Events_count: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventFilter"];
            };
        };
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedEventListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Event_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_01KB4Z7Q3M8XN5T2VWPE6RJEV1 */
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Events_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventFilter"];
            };
        };
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Inboxes_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Inboxes_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInbox"];
            };
        };
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Inboxes_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB */
                inbox_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Inboxes_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB */
                inbox_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Inboxes_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example inb_01KB4Z7Q3M8XN5T2VWPE6RJ1NB */
                inbox_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateInbox"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Mails_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example mail_01KB4Z7Q3M8XN5T2VWPE6RJM41 */
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailEntryAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    NameCollisions_list: {
        parameters: {
            query?: {
                /** @description Only directories of this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NameCollisionList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_list: {
        parameters: {
            query?: {
                /** @description Only the organization with this `external_id`. */
                external_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrganization"];
            };
        };
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_getExternal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example customer_42 */
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_search: {
        parameters: {
            query: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description A part of the name, slug or external id, in any case. */
                query: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOrganization"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInSettings_applicationSessionPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Rollcall does not support this. `message` says what to do instead. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDirectory"];
            };
        };
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_remove: {
        parameters: {
            query?: {
                /** @description What happens to the users. `deactivate` (default) sends one `user_deleted` for each active user. `keep` sends none. `erase` also removes personal data. */
                users?: "keep" | "deactivate" | "erase";
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateDirectory"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_disable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToggleAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Directories_enable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToggleAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Resync_resync: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resync"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Simulations_begin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Simulate"];
            };
        };
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Sync_startByGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Sync_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartSync"];
            };
        };
        responses: {
            /** @description The result. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Mappings_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Mappings_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAttributes"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    MappingPreview_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewAttributes"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Checks_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChecksAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Checks_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChecksAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Connections_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Connections_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateConnection"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Connections_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTestAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Contexts_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Contexts_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    GroupRules_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRulesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    GroupRules_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGroupRules"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRulesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryGroups_list: {
        parameters: {
            query?: {
                /** @description Only the group with this id of the identity provider (SCIM `externalId`). */
                external_id?: string;
                /** @description `true` adds `group_detail`, with `raw_attributes`. */
                include_detail?: "true" | "false";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only groups changed after this time. */
                updated_after?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    TrackedGroups_assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignGroups"];
            };
        };
        responses: {
            /** @description Done. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Assignments_assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignRoles"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryGroups_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP */
                group_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryGroups_members: {
        parameters: {
            query?: {
                /** @description `true` adds `user_detail`: title, department, custom attributes and everything else. */
                include_detail?: "true" | "false";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example dirgroup_01KB4Z7Q3M8XN5T2VWPE6RJGRP */
                group_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryGroups_summary: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    HeldDepartures_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only departures in this state. */
                state?: "waiting" | "approved" | "rejected";
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldDepartureList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    HeldDepartures_approve: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    HeldDepartures_reject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    IpAllowlist_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpAllowlistAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    IpAllowlist_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IpAllowlist"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpAllowlistAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OAuthClients_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthClientList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OAuthClients_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOAuthClient"];
            };
        };
        responses: {
            /** @description The new secret, which is shown only in this response. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOAuthClient"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OAuthClients_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
                client_id: string;
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Policy_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Policy_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePolicy"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Pulse_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PulseAnswer"];
                };
            };
            /** @description Nothing has changed since the response with this ETag. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Requests_list: {
        parameters: {
            query?: {
                /** @description Only requests for this. */
                action?: "test" | "look_up" | "list" | "create_user" | "update_user" | "deactivate_user" | "reactivate_user" | "delete_user" | "create_group" | "update_group" | "change_members" | "delete_group" | "bulk" | "other";
                /** @description Only requests before this time. */
                end_time?: string;
                /** @description `true`: only requests that were refused or failed. */
                failed?: "true" | "false";
                /** @description Only requests with this method. */
                method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only requests about this user or group. */
                resource_id?: string;
                /** @description Only requests from this time on. */
                start_time?: string;
                /** @description Only requests with this HTTP status. */
                status?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Schema_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchemaAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Secrets_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Secrets_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret, which is shown only in this response. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSecret"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Secrets_regenerate: {
        parameters: {
            query?: {
                /** @description How long the old secrets still work: `0` (default) to `7d`. */
                overlap?: string;
            };
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret, which is shown only in this response. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSecret"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Secrets_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sec_01KB4Z7Q3M8XN5T2VWPE6RJSEC */
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Simulations_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sim_01KB4Z7Q3M8XN5T2VWPE6RJS1M */
                simulation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Snapshot_take: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The directory, one JSON object per line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["SnapshotHeadLine"] | {
                        [key: string]: unknown;
                    } | components["schemas"]["SnapshotEndLine"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_apply: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_approve: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideSync"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_reject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideSync"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Syncs_changes: {
        parameters: {
            query?: {
                /** @description Only changes of this kind. */
                kind?: "created" | "updated" | "deactivated" | "skipped";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description A part of a name, user name or address. */
                query?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN */
                sync_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncChangeList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Uploads_create: {
        parameters: {
            query?: {
                /** @description `true` applies the file at once. By default it is only checked, and `:apply` applies it. */
                apply?: "true" | "false";
                /** @description What happens to people who are not in the file. `keep` (default): they stay. `leave`: they leave. */
                missing?: "keep" | "leave";
            };
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        /** @description One CSV file of users, or the files `users` and optionally `groups` (columns `group` and `member`): UTF-8, at most 100 MiB. docs/idp/csv.md has the columns. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    groups?: string;
                    /** Format: binary */
                    users?: string;
                };
                "text/csv": {
                    /** Format: binary */
                    groups?: string;
                    /** Format: binary */
                    users?: string;
                };
            };
        };
        responses: {
            /** @description The result. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The upload is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The content type is another one. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryUsers_list: {
        parameters: {
            query?: {
                /** @description `true`: only active users. `false`: only inactive users. */
                active?: "true" | "false";
                /** @description Only members of this group. */
                directory_group_id?: string;
                /** @description Only the user with this e-mail address. Case does not matter. */
                email?: string;
                /** @description Only the user with this id of the identity provider (SCIM `externalId`). */
                external_id?: string;
                /** @description A SCIM filter (RFC 7644 §3.4.2.2) over the attributes that the identity provider sent. */
                filter?: string;
                /** @description `true` adds `user_detail`: title, department, custom attributes and everything else. */
                include_detail?: "true" | "false";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only users changed after this time. */
                updated_after?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    DirectoryUsers_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PersonalData_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalDataAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PersonalData_erase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Timeline_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @example dir_01KB4Z7Q3M8XN5T2VWPE6RJD1R */
                directory_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
                /** @example diruser_01KB4Z7Q3M8XN5T2VWPE6RJVSR */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Mail_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Mail_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMail"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationMails_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMail"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailTestAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationMails_list: {
        parameters: {
            query?: {
                /** @description Only mails of this kind. */
                mail?: "welcome" | "departure_scheduled" | "departure_moved" | "departure_canceled" | "departed" | "mass_leave_held" | "deprovisioning_unacknowledged" | "connection_failing" | "sync_needs_review" | "portal_link";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only mails in this state. */
                state?: "queued" | "sending" | "sent" | "retrying" | "failed" | "suppressed";
                /** @description Only mails to this address. */
                to?: string;
            };
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalLinks_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalLinkList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalLinks_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePortalLink"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalLinkAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalLinks_removeAll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalLinks_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example lnk_01KB4Z7Q3M8XN5T2VWPE6RJ1NK */
                link_id: string;
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationPortalSettings_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationPortalSettings_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePortalSettings"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationPortalSettings_setLogo: {
        parameters: {
            query?: {
                /** @description The theme that shows the logo; `light` by default. */
                theme?: "light" | "dark";
            };
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        /** @description The image itself, or the image in base64, as in the example. */
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OrganizationPortalSettings_removeLogo: {
        parameters: {
            query?: {
                /** @description The theme that shows the logo; `light` by default. */
                theme?: "light" | "dark";
            };
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ProvisioningGate_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ProvisioningGate_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateGate"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GateAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ProvisioningGate_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInSettings_sessionPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPolicyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInSettings_updateSessionPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSessionPolicy"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPolicyAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Rollcall does not support this. `message` says what to do instead. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Organizations_updateSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSettings"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInSettings_userManagement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserManagementAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInSettings_updateUserManagement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example org_01KB4Z7Q3M8XN5T2VWPE6RJ0RG */
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserManagement"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserManagementAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Rollcall does not support this. `message` says what to do instead. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    OversizedResources_list: {
        parameters: {
            query?: {
                /** @description Only directories of this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OversizedResourceList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Overview_get: {
        parameters: {
            query?: {
                /** @description The time that deliveries are counted over; `24h` by default. */
                window?: "1h" | "24h" | "7d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalSettings_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalSettings_replace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePortalSettings"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalSettings_setLogo: {
        parameters: {
            query?: {
                /** @description The theme that shows the logo; `light` by default. */
                theme?: "light" | "dark";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The image itself, or the image in base64, as in the example. */
        requestBody: {
            content: {
                "image/jpeg": string;
                "image/png": string;
                "image/webp": string;
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSettingsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    PortalSettings_removeLogo: {
        parameters: {
            query?: {
                /** @description The theme that shows the logo; `light` by default. */
                theme?: "light" | "dark";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Queues_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Roles_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Roles_replace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRoles"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Sessions_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description The new session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description A page of another origin sent the request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    CurrentSession_get: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Shows that the dashboard itself calls: no other page can send this header.
                 * @example dashboard
                 */
                "x-rollcall-client": "dashboard";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    CurrentSession_end: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Shows that the dashboard itself calls: no other page can send this header.
                 * @example dashboard
                 */
                "x-rollcall-client": "dashboard";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SignInLinks_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLinkAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SigningKeys_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    SigningKeys_rotate: {
        parameters: {
            query?: {
                /** @description How long the old keys stay valid, at most 7d. The default is 24h. 0: not at all. */
                overlap?: string;
            };
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_list: {
        parameters: {
            query?: {
                /** @description Only endpoints of this organization. */
                organization_id?: string;
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEndpoint"];
            };
        };
        responses: {
            /** @description Created. The response shows the new object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEndpointAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. The response has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEndpoint"];
            };
        };
        responses: {
            /** @description The state after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Replay_replay: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Replay"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_sendTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_listDeliveries: {
        parameters: {
            query?: {
                /** @description Only deliveries of events of this type. */
                event_type?: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.gate.denied" | "rollcall.test";
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
                /** @description Only deliveries in this state. */
                state?: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            };
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    EndpointHealth_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointHealthAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Resends_list: {
        parameters: {
            query?: {
                /** @description Items per page, from 1 to 100. Rollcall uses the nearest allowed value. 0 means the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier response. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendListAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Resends_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
                /** @example rsd_01KB4Z7Q3M8XN5T2VWPE6RJRS1 */
                resend_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    Endpoints_rotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send a POST again: for 24 hours, the same key with the same request gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSecret"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The request conflicts with the current state. `message` says how. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description Another request used this Idempotency-Key already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    EndpointStats_get: {
        parameters: {
            query?: {
                /** @description How far back; `24h` by default. */
                window?: "1h" | "24h" | "7d";
            };
            header?: never;
            path: {
                /** @example ep_01KB4Z7Q3M8XN5T2VWPE6RJEP1 */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointStatsAnswer"];
                };
            };
            /** @description The request is wrong. `field_violations` names the fields. Nothing was stored. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or invalid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key does not have the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The object does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key sent more requests than its rate limit allows. */
            429: {
                headers: {
                    /** @description Burst size: how many requests a client may send at once. */
                    "RateLimit-Limit"?: number;
                    /** @description How many requests of the burst are left. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until the whole burst is available again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
}
