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
         * Revoke an API key, and its access tokens with it
         * @description Needs the scope `admin`.
         */
        delete: operations["ApiKeys_revoke"];
        options?: never;
        head?: never;
        /**
         * Change an API key's name, end or rate limit
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
         * @description Who did what to what, when, from where. Entries are never changed or deleted. Needs the scope `admin`.
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
         * @description One that is pending, waiting for its next attempt, or exhausted. Needs the scope `write`.
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
         * List deprovisionings that no application has acknowledged
         * @description People who left, by the webhook that says so: waiting, held by a disabled endpoint, or given up. Newest first; empty is good. Needs the scope `read`.
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
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the feed
         * @description Everything in one commit order, oldest first; nothing is skipped and nothing comes twice. Needs the scope `read`.
         */
        get: operations["Events_read"];
        put?: never;
        /**
         * List events, newest first, and count them
         * @description For clients of Scalekit: `paginated` is the same without the count. Needs the scope `read`.
         */
        post: operations["Events_count"];
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
         * @description Its directories are deleted first, and announce one `user_deleted` per user still present. Needs the scope `write`.
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
         * @description For clients of Scalekit: it is the application that knows it, so there is nothing to answer. Needs the scope `read`.
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
         * @description It is enabled; a secret is what the identity provider needs next. Needs the scope `write`.
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
         * @description SCIM requests are refused until it is enabled again. Needs the scope `write`.
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
         * Send an endpoint the whole directory
         * @description One event per user and group with its present state (`user_updated`, `user_deleted` for who is gone,
         *     `group_updated`), between `sync_started` and `sync_completed`: to this endpoint alone, whatever event types it names, outside
         *     the feed. Asking again while it is under way answers how far it is. Needs the scope `write`.
         */
        post: operations["Resync_resync"];
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
         * @description Only directories that Rollcall pulls (POLL, LDAP), once they have a connection; a SCIM directory is pushed. Needs the scope `write`.
         */
        get: operations["Sync_startByGet"];
        put?: never;
        /**
         * Start a pull sync
         * @description Only directories that Rollcall pulls (POLL, LDAP), once they have a connection; a SCIM directory is pushed. Needs the scope `write`.
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
         * @description Each mapping says for how many active users its value is missing. Needs the scope `read`.
         */
        get: operations["Mappings_get"];
        /**
         * Replace a directory's attribute mapping
         * @description Existing users are seen through it by a pass in the background, with one `user_updated` for each whose profile changes. Needs the scope `write`.
         */
        put: operations["Mappings_update"];
        post?: never;
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
         * Get the application's own notes on a directory
         * @description Empty until something was put there. Needs the scope `read`.
         */
        get: operations["Contexts_get"];
        /**
         * Replace the application's own notes on a directory
         * @description The body is the object itself, at most 64 KiB of it. Nothing here reads it. Needs the scope `write`.
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
         * @description Their groups are made and removed with them; a pass in the background puts existing users in, with one `user_updated` each. Needs the scope `write`.
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
         * Say which groups of the source are tracked
         * @description Every group is tracked, so an empty list changes nothing, and any other is refused: which groups a SCIM directory
         *     has is chosen at its identity provider, and directories that are pulled have no connection to choose from yet. Needs the scope `write`.
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
         * Say which groups give which roles
         * @description Replaces all of the directory's assignments. Users whose roles change are announced with `user_updated`, by a pass in the background. Needs the scope `write`.
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
         * @description With `hold` in the policy: whoever would have left beyond `mass_leave_limit` within an hour. Needs the scope `read`.
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
         * Let those leave who were held
         * @description Announced within seconds, by a pass in the background. Who was rejected has to be named. Needs the scope `write`.
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
         * Keep those who were held
         * @description They stay active until the identity provider has new words for them. Needs the scope `write`.
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
         * @description Requests from elsewhere get 403, once their token is found right. In force at once on every process. Needs the scope `write`.
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
         * @description Revoked ones included; never their secrets. Needs the scope `read`.
         */
        get: operations["OAuthClients_list"];
        put?: never;
        /**
         * Create an OAuth client for the SCIM endpoint
         * @description Its access tokens come from `POST /directory/{directory_id}/oauth/token`. Needs the scope `write`.
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
         * @description Its access tokens stop with it. Needs the scope `write`.
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
         * @description What is left out goes back to its default. Needs the scope `write`.
         */
        put: operations["Policy_update"];
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
         * List what the identity provider sent, newest first
         * @description The last 10,000 requests of at most 7 days, refused ones included. Personal values are masked, credentials are never kept; a request shows up within a second. Needs the scope `read`.
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
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bearer secrets
         * @description Revoked and expired ones included; never the secrets themselves. Needs the scope `read`.
         */
        get: operations["Secrets_list"];
        put?: never;
        /**
         * Create a bearer secret
         * @description Others stay alive. Needs the scope `write`.
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
         * Replace the bearer secrets by a new one
         * @description The old ones stop at once, or after `overlap`. Needs the scope `write`.
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
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a snapshot of a directory
         * @description One JSON object a line: first where it begins (`after` continues in `GET /events`), then every group and every user as in
         *     the `data` of events, deactivated and deleted users as `active: false`, and at the end how many they were. Without that last line the
         *     stream was cut: take another. Needs the scope `read`.
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
    "/api/v1/organizations/{organization_id}/directories/{directory_id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a directory's users
         * @description In the order in which they came, deactivated and deleted ones included. Needs the scope `read`.
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
         * Export what is kept on a person
         * @description The record, memberships, events, their deliveries and attempts. Needs the scope `admin`.
         */
        get: operations["PersonalData_export"];
        put?: never;
        post?: never;
        /**
         * Erase a person's data
         * @description From the record, its events, deliveries, attempts and the log of requests. Somebody still active is deactivated first, with `user_deleted`. Ids and audit entries stay. Needs the scope `admin`.
         */
        delete: operations["PersonalData_erase"];
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
         * @description What is left out goes back to its default. Needs the scope `write`.
         */
        put: operations["Mail_update"];
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
         * List links that can still be used
         * @description Needs the scope `read`.
         */
        get: operations["PortalLinks_list"];
        /**
         * Make a link into the admin portal
         * @description The link works once, until `expire_time`, and opens a session of six hours. `expires_in` sets how long the link can be used. Needs the scope `write`.
         */
        put: operations["PortalLinks_create"];
        post?: never;
        /**
         * Revoke every link of the organization, and end its portal sessions
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
         * Revoke a link, and end the session that began with it
         * @description Needs the scope `write`.
         */
        delete: operations["PortalLinks_remove"];
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
         * @description For clients of Scalekit: people sign in at the application, and its own policy holds. Needs the scope `read`.
         */
        get: operations["SignInSettings_sessionPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organization's session policy
         * @description For clients of Scalekit. `APPLICATION` is what holds; anything else is refused. Needs the scope `write`.
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
         * @description For clients of Scalekit: there is none. Needs the scope `read`.
         */
        get: operations["SignInSettings_userManagement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an organization's limit of users
         * @description For clients of Scalekit. `null`, no limit, is what holds; a number is refused. Needs the scope `write`.
         */
        patch: operations["SignInSettings_updateUserManagement"];
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
         * @description Users whose roles change are announced with `user_updated`, by a pass in the background. Needs the scope `admin`.
         */
        put: operations["Roles_replace"];
        post?: never;
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
         * @description It gets every change that is committed after the answer. Needs the scope `write`.
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
         * Delete a webhook endpoint, with its deliveries
         * @description Needs the scope `write`.
         */
        delete: operations["Endpoints_remove"];
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint
         * @description Needs the scope `write`.
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
         * @description Deliveries that are over, with the same event ids, in the background. They neither wait for live deliveries nor
         *     delay them: receivers drop what is older by `version`. Needs the scope `write`.
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
         * @description Signed like any other, and not retried. A disabled endpoint can be tested, too. Needs the scope `write`.
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
         * Say how an endpoint is
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
         * @description With how far each is. Kept for 30 days after their end. Needs the scope `read`.
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
         * See how far a resync or replay is
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
         * @description Both sign until the overlap ends. Needs the scope `write`.
         */
        post: operations["Endpoints_rotate"];
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
            /** @example key_01K0000000000000000000000 */
            id: string;
            /** @description The key's last four characters. */
            key_suffix: string;
            /** Format: date-time */
            last_used_time: string | null;
            name: string;
            /** @description Requests a second; null for the default. */
            rate_limit: number | null;
            scopes: ("read" | "write" | "admin")[];
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
        };
        ApiKeyList: {
            api_keys: components["schemas"]["ApiKeyBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description All that match, not just this page. */
            total_size: number;
        };
        AssignGroups: {
            /**
             * @description The source's own ids of the groups to track. Empty: all of them.
             * @example []
             */
            external_ids?: string[];
        };
        AssignmentBody: {
            /**
             * @description A group of this directory.
             * @example dirgroup_01K0000000000000000000000
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
            /** @description From 1. */
            number: number;
            /** @enum {string} */
            outcome: "delivered" | "failed" | "interrupted";
            /** @description The first 16 KiB. */
            response_body: string | null;
            response_headers: {
                [key: string]: unknown;
            } | null;
            /** @description HTTP status; null without an answer. */
            status: number | null;
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
            /** @description A mapping to start from, for the directory's provider. */
            preset: components["schemas"]["PresetBody"][];
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
            directory_id: string | null;
            /** @example log_01K0000000000000000000000 */
            id: string;
            /** @description Where the request came from. */
            ip: string | null;
            organization_id: string | null;
            /** @description The `x-request-id` of its answer. */
            request_id: string | null;
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
            /** @description All that match, not just this page. */
            total_size: number;
        };
        BacklogBody: {
            /** Format: date-time */
            oldest_created_at: string | null;
            /** @description Not attempted yet. */
            pending: number;
            /** @description Failed, and waiting for the next attempt. */
            retrying: number;
            sending: number;
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
            /** @description All that match; at most 10,000 are counted. */
            total_size: number;
        };
        CreateApiKey: {
            /**
             * Format: date-time
             * @description When the key ends; never, unless given.
             */
            expire_time?: string | null;
            /**
             * @description What the key is for.
             * @example billing service
             */
            name?: string;
            /** @description Requests a second at most; null for the default of 1,000 (and 10,000 at once). */
            rate_limit?: number | null;
            /**
             * @description `write` includes `read`, `admin` includes both.
             * @example [
             *       "read"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
        };
        CreatedApiKey: {
            api_key: components["schemas"]["ApiKeyBody"];
            /**
             * @description The key itself, shown this once.
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
             * @enum {string}
             */
            directory_provider?: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /**
             * @description How changes arrive: pushed over SCIM (default), or pulled.
             * @enum {string}
             */
            directory_type?: "SCIM" | "POLL" | "LDAP";
            /**
             * @description A name for people.
             * @example Megasoft Okta
             */
            name?: string;
        };
        CreatedOAuthClient: {
            /** @example sec_01K0000000000000000000000 */
            client_id: string;
            /** @description Shown this once. */
            client_secret: string;
        };
        CreatedSecret: {
            /** @description The bearer token for the identity provider, shown this once. */
            plain_secret: string;
            secret: components["schemas"]["SecretBody"];
        };
        CreateEndpoint: {
            /** @description A note for people. */
            description?: string | null;
            /** @description Only this directory's events. */
            directory_id?: string | null;
            /** @description While false, deliveries are held; they go out when it is true again. */
            enabled?: boolean;
            /** @description Only these types. Empty: all but `group_member_added`, `group_member_removed` and `rollcall.*`, which have to be named. */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            /**
             * @description Sent with every webhook. Values are never shown again; sending back `••••` keeps one.
             * @example {
             *       "x-api-key": "secret"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Only this organization's events. */
            organization_id?: string | null;
            /**
             * @description `polis`: the body and signature of Ory Polis.
             * @enum {string}
             */
            payload_format?: "standard" | "polis";
            /** @description Deliveries a second at most; null for no limit. */
            rate_limit?: number | null;
            /**
             * @description Where webhooks go: https, a public address, no user name.
             * @example https://example.com/webhooks
             */
            url: string;
        };
        CreateOrganization: {
            /**
             * @description The name people know.
             * @example Megasoft Inc
             */
            display_name: string;
            /**
             * @description Your own id of it; unique.
             * @example customer_42
             */
            external_id?: string | null;
            /**
             * Format: uri
             * @description Shown in the admin portal.
             */
            logo_url?: string | null;
            /**
             * @description Free text pairs of the application: at most 50, keys to 100 and values to 1,000 characters.
             * @example {
             *       "plan": "enterprise"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description This deployment's region (`ROLLCALL_REGION`), which is the default. */
            region_code?: string;
            /** @description A short unique name. */
            slug?: string | null;
        };
        CreatePortalLink: {
            /**
             * @description How long the link can be used: `1m` (default) to `30d`. Mail it only where it lives for hours or days.
             * @example 7d
             */
            expires_in?: string;
        };
        Decision: {
            /** @description Only these users, at most 1000; all who wait unless given. */
            user_ids?: string[];
        };
        DecisionAnswer: {
            /** @description How many users it is about. */
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
            /** @description The primary e-mail address. */
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
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test";
            /** @example dlv_01K0000000000000000000000 */
            id: string;
            /** @description HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            /**
             * @description `held`: undelivered while the endpoint is disabled.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
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
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test";
            /** @example dlv_01K0000000000000000000000 */
            id: string;
            /** @description HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            /**
             * @description `held`: undelivered while the endpoint is disabled.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
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
            /** @description All that match, not just this page. */
            total_size: number;
        };
        DeprovisioningBody: {
            attempts: number;
            /** Format: date-time */
            created_at: string;
            endpoint_id: string;
            event_id: string;
            /** @enum {string} */
            event_type: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test";
            /** @example dlv_01K0000000000000000000000 */
            id: string;
            /** @description HTTP status of the last attempt. */
            last_status: number | null;
            /** Format: date-time */
            next_attempt_at: string | null;
            organization_id: string | null;
            /**
             * @description `held`: undelivered while the endpoint is disabled.
             * @enum {string}
             */
            state: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            /**
             * @description Who left.
             * @example diruser_01K0000000000000000000000
             */
            user_id: string;
        };
        DeprovisioningListAnswer: {
            deprovisionings: components["schemas"]["DeprovisioningBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description All that match, not just this page. */
            total_size: number;
        };
        DirectoryAnswer: {
            directory: components["schemas"]["DirectoryBody"];
        };
        DirectoryBody: {
            attribute_mappings: components["schemas"]["AttributeMappingsBody"];
            /** @description What to enter at the identity provider. */
            directory_endpoint: string;
            /** @enum {string} */
            directory_provider: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /** @enum {string} */
            directory_type: "SCIM" | "POLL" | "LDAP";
            enabled: boolean;
            /** @description Writes were refused while it was disabled: the identity provider has to send all again. */
            full_sync_required: boolean;
            /** @example dir_01K0000000000000000000000 */
            id: string;
            /** Format: date-time */
            last_synced_at: string | null;
            name: string;
            organization_id: string;
            role_assignments: components["schemas"]["RoleAssignmentsBody"];
            secrets: components["schemas"]["SecretBody"][];
            stats: components["schemas"]["StatsBody"];
            /**
             * @description `IN_PROGRESS` from the first authenticated request on, `COMPLETED` from the first user on.
             * @enum {string}
             */
            status: "DRAFT" | "IN_PROGRESS" | "COMPLETED";
            total_groups: number;
            /** @description Users the identity provider has here, deactivated ones included. */
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
            /** Format: date-time */
            created_at: string;
            description: string;
            directory_id: string | null;
            /** @description Why the broker disabled it. */
            disabled_reason: string | null;
            enabled: boolean;
            event_types: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            /** Format: date-time */
            failing_since: string | null;
            /** @description Values are masked. */
            headers: {
                [key: string]: string;
            };
            /** @example ep_01K0000000000000000000000 */
            id: string;
            organization_id: string | null;
            /** @enum {string} */
            payload_format: "standard" | "polis";
            rate_limit: number | null;
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
            /** @description What it has still to get; held while it is disabled. */
            backlog: components["schemas"]["BacklogBody"];
            /** @description Why the broker disabled it. */
            disabled_reason: string | null;
            /** Format: date-time */
            failing_since: string | null;
            /**
             * @description `failing`: nothing but failures of late.
             * @enum {string}
             */
            status: "healthy" | "failing" | "disabled";
        };
        EndpointListAnswer: {
            endpoints: components["schemas"]["EndpointBody"][];
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description All that match, not just this page. */
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
        EndpointWithSecret: {
            /** Format: date-time */
            created_at: string;
            description: string;
            directory_id: string | null;
            /** @description Why the broker disabled it. */
            disabled_reason: string | null;
            enabled: boolean;
            event_types: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            /** Format: date-time */
            failing_since: string | null;
            /** @description Values are masked. */
            headers: {
                [key: string]: string;
            };
            /** @example ep_01K0000000000000000000000 */
            id: string;
            organization_id: string | null;
            /** @enum {string} */
            payload_format: "standard" | "polis";
            rate_limit: number | null;
            /**
             * @description The signing secret.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
             */
            secret: string;
            /** Format: date-time */
            updated_at: string;
            url: string;
        };
        /** @description Any event. `type` says which. */
        EventBody: components["schemas"]["DirectoryEnabledEvent"] | components["schemas"]["DirectoryDisabledEvent"] | components["schemas"]["DirectoryDeletedEvent"] | components["schemas"]["UserCreatedEvent"] | components["schemas"]["UserUpdatedEvent"] | components["schemas"]["UserDeletedEvent"] | components["schemas"]["GroupCreatedEvent"] | components["schemas"]["GroupUpdatedEvent"] | components["schemas"]["GroupDeletedEvent"] | components["schemas"]["GroupMemberAddedEvent"] | components["schemas"]["GroupMemberRemovedEvent"] | components["schemas"]["SyncStartedEvent"] | components["schemas"]["SyncCompletedEvent"] | components["schemas"]["SyncFailedEvent"] | components["schemas"]["EndpointFailingEvent"] | components["schemas"]["EndpointRecoveredEvent"] | components["schemas"]["EndpointDisabledEvent"] | components["schemas"]["DeliveryExhaustedEvent"] | components["schemas"]["DirectoryMassLeaveEvent"] | components["schemas"]["TestEvent"];
        EventFilter: {
            /**
             * Format: date-time
             * @description Not after.
             */
            end_time?: string | null;
            /** @description Only these types. */
            event_types?: string[];
            /** @description Only this organization's. */
            organization_id?: string;
            /**
             * @description Items per page; clamped to 1 … 100, never refused; 0 is the default.
             * @default 10
             */
            page_size?: number;
            /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
            page_token?: string;
            /**
             * @description `DIR_SYNC`: of directories; `SCALEKIT`: the broker's own.
             * @enum {string}
             */
            source?: "SOURCE_UNSPECIFIED" | "DIR_SYNC" | "SCALEKIT";
            /**
             * Format: date-time
             * @description Not before.
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
            /** @description Whether the organization has it. It gates nothing here, SCIM neither. */
            enabled: boolean;
            /**
             * @description `dir_sync`, `scim` and `directory_sync` all mean directory sync; the others are kept as given, for clients of Scalekit.
             * @enum {string}
             */
            name: "dir_sync" | "scim" | "directory_sync" | "sso" | "domain_verification" | "session_policy";
        };
        FeedAnswer: {
            events: components["schemas"]["EventBody"][];
            /** @description Only with `directory_id`. */
            latest_sequence?: number | null;
            /** @description The `after` of the next request. It advances over filtered-out events, too. */
            next_after: string;
        };
        FieldViolationBody: {
            /** @example must be a string of 1 to 255 characters */
            description: string;
            /**
             * @description The field's path in the body or query.
             * @example display_name
             */
            field: string;
        };
        GroupAnswer: {
            group: components["schemas"]["GroupBody"];
        };
        GroupBody: {
            display_name: string;
            external_id: string | null;
            /** @description The whole group, as in the `data` of events, `raw_attributes` included. */
            group_detail?: {
                [key: string]: unknown;
            };
            /** @example dirgroup_01K0000000000000000000000 */
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
            /** @description All that match, not just this page. */
            total_size: number;
        };
        /** @description A user joined a group. Rollcall also sends `user_updated` for the user, so most receivers do not need this event. An endpoint gets this event only if its `event_types` name it. */
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
        /** @description A user left a group. Rollcall also sends `user_updated` for the user, so most receivers do not need this event. An endpoint gets this event only if its `event_types` name it. */
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
             * @example dirgroup_01K0000000000000000000000
             */
            group_id: string;
            name: string;
        };
        GroupRuleInput: {
            /**
             * @description A SCIM filter (RFC 7644 §3.4.2.2) over the fields of users as events show them.
             * @example department eq "Sales" and active eq true
             */
            filter: string;
            /**
             * @description The group's display name. Several rules may fill one group.
             * @example Everybody in sales
             */
            group: string;
            /**
             * @description A name for people, unique among the rules.
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
             * @description What does not answer.
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
             * @description By the identity provider, or on the departure date.
             * @enum {string}
             */
            kind: "deactivated" | "deleted" | "departed";
            /**
             * @description `approved`: about to leave. `rejected`: stays until the identity provider calls them active and then inactive again, or deletes them.
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
            /** @description All that match, not just this page. */
            total_size: number;
        };
        IpAllowlist: {
            /**
             * @description Networks or addresses that SCIM requests may come from, at most 200. Empty: from anywhere.
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
        MailAnswer: {
            mail: components["schemas"]["MailBody"];
        };
        MailBody: {
            it_contacts: string[];
            sign_in_url: string | null;
            subject: string | null;
            template: string | null;
            welcome_mail: boolean;
        };
        MappingBody: {
            default?: string | number | boolean;
            /** @example email */
            key: string;
            map_to: string | string[];
            /** @description Active users for whom none of the paths has a value. */
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
        OAuthClientBody: {
            /** @example sec_01K0000000000000000000000 */
            client_id: string;
            /** Format: date-time */
            create_time: string;
            directory_id: string;
            /** Format: date-time */
            expire_time: string | null;
            /** Format: date-time */
            last_used_time: string | null;
            /** @description The secret's last four characters. */
            secret_suffix: string;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
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
            /** @example org_01K0000000000000000000000 */
            id: string;
            logo_url: string | null;
            metadata: {
                [key: string]: string;
            };
            /**
             * @description `US`, `EU`, or the label of a deployment that is in neither.
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
            /** @description All that match, not just this page. */
            total_size: number;
        };
        PersonalDataAnswer: {
            personal_data: components["schemas"]["PersonalDataBody"];
        };
        PersonalDataBody: {
            /** @description Where they were sent, with each attempt and its answer. */
            deliveries: {
                [key: string]: unknown;
            }[];
            /** @description Every event about the person that is still kept. */
            events: {
                [key: string]: unknown;
            }[];
            groups: {
                [key: string]: unknown;
            }[];
            /** @description The record: what the identity provider sent, and what applications see of it. */
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
            hold: boolean;
            mass_leave_limit: number;
            notify: ("manager" | "it")[];
            /** @enum {string} */
            on_deactivate: "delete_event" | "update_event";
            retention_days: number | null;
            time_zone: string;
        };
        PortalLinkAnswer: {
            link: components["schemas"]["PortalLinkBody"];
        };
        PortalLinkBody: {
            /**
             * Format: date-time
             * @description When the link stops working: one minute after it was made, unless `expires_in` says otherwise.
             */
            expire_time: string;
            /** @example lnk_01K0000000000000000000000 */
            id: string;
            /**
             * @description Where to send the person; shown this once.
             * @example https://rollcall.example/portal/l/…
             */
            location?: string;
        };
        PortalLinkList: {
            links: components["schemas"]["PortalLinkBody"][];
        };
        PresetBody: {
            /** @example cost_center */
            key: string;
            map_to: string | string[];
            /**
             * @description The attribute's name in the provider's console.
             * @example costCenter
             */
            provider_attribute: string;
        };
        ProblemBody: {
            /**
             * @description A gRPC status code.
             * @example 3
             */
            code: number;
            details: components["schemas"]["ProblemDetail"][];
            /** @example display_name: must be a string of 1 to 255 characters */
            message: string;
        };
        ProblemDetail: {
            /** @example type.googleapis.com/scalekit.v1.errdetails.ErrorInfo */
            "@type": string;
            /** @example VALIDATION_ERROR */
            error_code: string;
            field_violations?: components["schemas"]["FieldViolationBody"][];
        };
        Replay: {
            /** @description Only of events of these types. */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            /**
             * Format: date-time
             * @description Deliveries created since then.
             * @example 2026-01-31T12:00:00Z
             */
            since: string;
            /** @description Only those that ended so; all of them unless given. */
            states?: ("delivered" | "exhausted" | "superseded" | "canceled")[];
            /**
             * Format: date-time
             * @description And before then; now unless given.
             */
            until?: string;
        };
        ReplayAnswer: {
            /** @description Deliveries that match. */
            count: number;
            replay: components["schemas"]["ResendBody"];
        };
        RequestBody: {
            /** Format: date-time */
            at: string;
            /** @example 4.2 */
            duration_ms: number;
            /** @description What was wrong, in plain words. */
            error: string | null;
            /** @example req_01K0000000000000000000000 */
            id: string;
            ip: string | null;
            /** @example POST */
            method: string;
            /**
             * @description Below the directory; values of filters masked.
             * @example /scim/v2/Users
             */
            path: string;
            /**
             * @description Structure kept, values masked. Null where there was none, or where many came at once.
             * @example {
             *       "userName": "[text]",
             *       "active": true
             *     }
             */
            request_body: {
                [key: string]: unknown;
            } | null;
            /** @description The `x-request-id` of its answer. */
            request_id: string;
            /**
             * @description Structure kept, values masked. Null where there was none, or where many came at once.
             * @example {
             *       "userName": "[text]",
             *       "active": true
             *     }
             */
            response_body: {
                [key: string]: unknown;
            } | null;
            /** @description The secret or OAuth client that was used. */
            secret_id: string | null;
            /** @example 409 */
            status: number;
        };
        RequestList: {
            /** @description Requests that came too fast to be written down. */
            dropped: number;
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            requests: components["schemas"]["RequestBody"][];
            /** @description All that match, not just this page. */
            total_size: number;
        };
        ResendAnswer: {
            resend: components["schemas"]["ResendBody"];
        };
        ResendBody: {
            /** Format: date-time */
            created_at: string;
            /** @description How many have been handed to the endpoint so far. */
            deliveries: number;
            /** @description Of a resync. */
            directory_id: string | null;
            endpoint_id: string;
            /** @description How many there are to send. */
            expected: number;
            /**
             * Format: date-time
             * @description When everything had been handed to the endpoint, of a resync: when all of it had arrived or was given up.
             */
            finished_at: string | null;
            /** @example rsd_01K0000000000000000000000 */
            id: string;
            /** @enum {string} */
            kind: "resync" | "replay";
            /**
             * @description `starting`, `finishing`: it waits for what it has sent to arrive.
             * @enum {string}
             */
            state: "starting" | "sending" | "finishing" | "done" | "canceled";
        };
        ResendListAnswer: {
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            resends: components["schemas"]["ResendBody"][];
            /** @description All that match, not just this page. */
            total_size: number;
        };
        Resync: {
            /**
             * @description The endpoint to tell.
             * @example ep_01K0000000000000000000000
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
            /** @description Given to whoever has no other; at most one role. */
            default?: boolean;
            /** @description A note for people. */
            description?: string;
            /**
             * @description A name for people; the `name` by default.
             * @example Developer
             */
            display_name?: string;
            /**
             * @description What users and events carry.
             * @example developer
             */
            name: string;
            /** @description 1 is the highest. By default, the place in the list. */
            priority?: number;
            /** @description Can be neither the default nor given by a rule. */
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
            /** @description How long the old secret signs as well: `24h` by default, at most `7d`. */
            overlap?: string;
        };
        ScimDocument: {
            schemas?: string[];
        } & {
            [key: string]: unknown;
        };
        /** @description RFC 7644 §3.12. */
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
            /** @example sec_01K0000000000000000000000 */
            id: string;
            /** Format: date-time */
            last_used_time: string | null;
            /**
             * @description The last four characters.
             * @example cw1v
             */
            secret_suffix: string;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
        };
        SecretList: {
            secrets: components["schemas"]["SecretBody"][];
        };
        SessionPolicyAnswer: {
            policy: components["schemas"]["SessionPolicyBody"];
        };
        SessionPolicyBody: {
            /**
             * @description Always the application: it signs people in.
             * @enum {string}
             */
            policy_source: "APPLICATION" | "CUSTOM";
        };
        SettingsBody: {
            features: components["schemas"]["FeatureBody"][];
        };
        SnapshotEndLine: {
            groups: number;
            /** @enum {string} */
            object: "End";
            users: number;
        };
        SnapshotHeadLine: {
            /** @description The `after` of `GET /events` from which on nothing is missing; empty for its beginning. */
            after: string;
            /** @description The directory's last sequence that is contained. */
            sequence: number;
        };
        StatsBody: {
            /** Format: date-time */
            group_updated_at: string | null;
            total_groups: number;
            total_users: number;
            /** Format: date-time */
            user_updated_at: string | null;
        };
        /** @description A sync of a directory, and what it has sent. */
        SyncCompletedData: {
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The sync. */
            sync: {
                /** @description The endpoint that gets the resync. Absent for other kinds. */
                endpoint_id?: string;
                /** @description The events of this sync that the endpoint never accepted. */
                exhausted: number;
                /** @description The groups that were sent. */
                groups: number;
                /** @description The sync. For a resync, the id of the resend (`rsd_…`). */
                id: string;
                /** @description What kind of sync it is. `resync`: one endpoint gets the current state again. */
                kind: string;
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
                /** @description The users that were sent. */
                users: number;
            };
        };
        /** @description A resync of one endpoint is over: every event of the resync was delivered, or all its attempts failed. */
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
        /** @description A sync of a directory. */
        SyncData: {
            /** @description The directory. */
            id: string;
            /** @description The organization that owns the directory. */
            organization_id: string;
            /** @description The sync. */
            sync: {
                /** @description The endpoint that gets the resync. Absent for other kinds. */
                endpoint_id?: string;
                /** @description The sync. For a resync, the id of the resend (`rsd_…`). */
                id: string;
                /** @description What kind of sync it is. `resync`: one endpoint gets the current state again. */
                kind: string;
                /**
                 * Format: date-time
                 * @description When the sync began.
                 */
                started_at: string;
            };
        };
        /** @description A pull sync failed. Rollcall does not send this event yet, because directories are not pulled yet. */
        SyncFailedEvent: {
            data: components["schemas"]["SyncData"];
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
        /** @description A resync of one endpoint begins. The current state of every user and group follows, without a `sequence`. */
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
        ToggleAnswer: {
            enabled: boolean;
            /** @example The directory is already enabled */
            error_message?: string;
        };
        TokenAnswer: {
            access_token: string;
            /**
             * @description Seconds.
             * @example 3600
             */
            expires_in: number;
            /**
             * @description Of API clients; tokens for SCIM have none.
             * @example read write admin
             */
            scope?: string;
            /** @enum {string} */
            token_type: "Bearer";
        };
        TokenForm: {
            /** @description The id of an API key, or `rollcall` for the bootstrap key. */
            client_id?: string;
            /** @description The API key itself. */
            client_secret?: string;
            /** @enum {string} */
            grant_type: "client_credentials";
            /**
             * @description Fewer scopes than the key has.
             * @example read
             */
            scope?: string;
        };
        UpdateApiKey: {
            /**
             * Format: date-time
             * @description When the key ends; null for never.
             */
            expire_time?: string | null;
            /** @description What the key is for. */
            name?: string;
            /** @description Requests a second at most; null for the default of 1,000 (and 10,000 at once). */
            rate_limit?: number | null;
        };
        UpdateAttributes: {
            /**
             * @description The whole mapping; what it does not name keeps the default mapping.
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
                /** @description Where none has a value. */
                default?: string | number | boolean;
                /** @description A field of the user, or `custom_attributes.<name>`. `active` is not mappable. */
                key: string;
                /** @description A SCIM path, or several: the first that has a value wins. */
                map_to: string | string[];
                transforms?: ("lower" | "upper" | "trim" | "collapse_spaces" | "title_case" | "local_part" | "domain" | "digits")[];
            }[];
        };
        UpdateDirectory: {
            /**
             * @description The identity provider.
             * @enum {string}
             */
            directory_provider?: "OKTA" | "MICROSOFT_AD" | "GOOGLE" | "ONELOGIN" | "JUMPCLOUD" | "PING_IDENTITY" | "AUTH0" | "GENERIC" | "BAMBOOHR" | "WORKDAY" | "LDAP" | "HIBOB" | "RIPPLING" | "CYBERARK" | "SAILPOINT" | "KEYCLOAK" | "AUTHENTIK";
            /** @description As `:enable` and `:disable` do it. */
            enabled?: boolean;
            /** @description `false` says that everything has been sent again. */
            full_sync_required?: boolean;
            /** @description A name for people. */
            name?: string;
        };
        UpdateEndpoint: {
            /** @description A note for people. */
            description?: string | null;
            /** @description Only this directory's events. */
            directory_id?: string | null;
            /** @description While false, deliveries are held; they go out when it is true again. */
            enabled?: boolean;
            /** @description Only these types. Empty: all but `group_member_added`, `group_member_removed` and `rollcall.*`, which have to be named. */
            event_types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            /**
             * @description Sent with every webhook. Values are never shown again; sending back `••••` keeps one.
             * @example {
             *       "x-api-key": "secret"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Only this organization's events. */
            organization_id?: string | null;
            /**
             * @description `polis`: the body and signature of Ory Polis.
             * @enum {string}
             */
            payload_format?: "standard" | "polis";
            /** @description Deliveries a second at most; null for no limit. */
            rate_limit?: number | null;
            /** @description Where webhooks go: https, a public address, no user name. */
            url?: string;
        };
        UpdateGroupRules: {
            /** @description All rules of the directory. */
            rules: components["schemas"]["GroupRuleInput"][];
        };
        UpdateMail: {
            /**
             * @description The organization's IT, who hears of departures.
             * @example [
             *       "it@example.com"
             *     ]
             */
            it_contacts?: string[];
            /**
             * Format: uri
             * @description Where people sign in; needed for welcome mail.
             * @example https://app.example.com/login
             */
            sign_in_url?: string | null;
            /** @description null: the built-in subject. */
            subject?: string | null;
            /**
             * @description The text, with `{{name}}`, `{{organization}}` and `{{sign_in_url}}`; null: the built-in one.
             * @example Welcome, {{name}}! Sign in at {{sign_in_url}}.
             */
            template?: string | null;
            /** @description Newly created active users are welcomed. `false` by default. */
            welcome_mail?: boolean;
        };
        UpdateOrganization: {
            /** @description The name people know. */
            display_name?: string;
            /** @description Your own id of it; unique. Null clears it. */
            external_id?: string | null;
            /**
             * Format: uri
             * @description Shown in the admin portal.
             */
            logo_url?: string | null;
            /**
             * @description Free text pairs of the application: at most 50, keys to 100 and values to 1,000 characters. Replaces what is stored.
             * @example {
             *       "plan": "enterprise"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description Data does not move: only the region it is in already is taken. */
            region_code?: string;
            /** @description A short unique name. Null clears it. */
            slug?: string | null;
        };
        UpdatePolicy: {
            /**
             * @description `graceful`: on the date that `departure_attribute` carries.
             * @enum {string}
             */
            departure?: "immediate" | "graceful";
            /**
             * @description The SCIM path of a date or time (`2026-01-31`, `2026-01-31T17:00:00Z`).
             * @example urn:example:2.0:User:lastDay
             */
            departure_attribute?: string | null;
            /** @description Whether those beyond the limit wait, still active, until `held_departures:approve` or `:reject`. Turning it off lets all of them leave. */
            hold?: boolean;
            /** @description More deactivations than this within an hour raise `rollcall.directory.mass_leave`. 50 by default. */
            mass_leave_limit?: number;
            /** @description Who is told of a departure by mail. */
            notify?: ("manager" | "it")[];
            /**
             * @description What `active:false` announces: `user_deleted` (default), or `user_updated` with `active:false`, a suspension.
             * @enum {string}
             */
            on_deactivate?: "delete_event" | "update_event";
            /** @description Days after which the personal data of a deactivated user is erased; null (default): never. */
            retention_days?: number | null;
            /**
             * @description An IANA time zone, in which the day of a date without a time ends. UTC by default.
             * @example Europe/Berlin
             */
            time_zone?: string;
        };
        UpdateRoles: {
            /** @description All roles of the application. */
            roles: components["schemas"]["RoleInput"][];
        };
        UpdateSessionPolicy: {
            /**
             * @description `APPLICATION`: sessions last as the application says. `CUSTOM` is refused: there are no sessions here to end.
             * @enum {string}
             */
            policy_source?: "SESSION_POLICY_TYPE_UNSPECIFIED" | "APPLICATION" | "CUSTOM";
        };
        UpdateSettings: {
            /** @description The features to change. */
            features: components["schemas"]["FeatureInput"][];
        };
        UpdateUserManagement: {
            /** @description null: any number. A limit is refused: how many people there are is up to the identity provider. */
            max_allowed_users?: number | null;
        };
        UserAnswer: {
            user: components["schemas"]["UserBody"];
        };
        UserBody: {
            /** @description False for deactivated and for deleted users, who stay listed. */
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
            /** @example diruser_01K0000000000000000000000 */
            id: string;
            name: string | null;
            preferred_username: string;
            roles: components["schemas"]["RoleBody"][];
            /** Format: date-time */
            updated_at: string;
            /** @description The whole profile, as in the `data` of events, `raw_attributes` included. */
            user_detail?: {
                [key: string]: unknown;
            };
            /** @description Grows with every announced change: compare with the one of an event. */
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
            /** @description The primary e-mail address. */
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
            /** @example dirgroup_01K0000000000000000000000 */
            id: string;
        };
        UserListAnswer: {
            /** @description Empty on the last page. */
            next_page_token: string;
            /** @description Empty on the first page. */
            prev_page_token: string;
            /** @description All that match, not just this page. */
            total_size: number;
            users: components["schemas"]["UserBody"][];
        };
        UserManagementAnswer: {
            settings: components["schemas"]["UserManagementBody"];
        };
        UserManagementBody: {
            /** @description null: any number. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
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
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Only what this API key (or portal session) did. */
                actor_id?: string;
                /** @description Only what was done in this directory. */
                directory_id?: string;
                /** @description Before this time. */
                end_time?: string;
                /** @description Only what was done in this organization. */
                organization_id?: string;
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description From this time on. */
                start_time?: string;
                /** @description Only what was done to this thing. */
                target_id?: string;
                /** @description Only what was done to this kind of thing. */
                target_type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLogList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetailAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeprovisioningListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The last event you have; empty for the beginning. */
                after?: string;
                /** @description Only this directory's; adds `latest_sequence`. */
                directory_id?: string;
                /** @description Clamped to 1 … 1,000. */
                limit?: number;
                /** @description Only this organization's. */
                organization_id?: string;
                /** @description Only these types: repeated, or separated by commas. */
                types?: ("organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The cursor is older than what is kept. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: {
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedEventListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: {
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Only the organization of this external id. */
                external_id?: string;
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
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
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description A directory-sync broker has nothing that this could be about. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
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
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description What becomes of its users: `deactivate` announces one `user_deleted` each, `keep` none, `erase` also removes their personal data. */
                users?: "keep" | "deactivate" | "erase";
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToggleAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToggleAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResyncAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContextAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRulesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupRulesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Only the group with this id of the identity provider's. */
                external_id?: string;
                /** @description Adds `group_detail`. */
                include_detail?: "true" | "false";
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description Only groups changed after this time. */
                updated_after?: string;
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssignmentsAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                group_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Adds `user_detail`. */
                include_detail?: "true" | "false";
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path: {
                directory_id: string;
                group_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description Only those of this state. */
                state?: "waiting" | "approved" | "rejected";
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldDepartureList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpAllowlistAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpAllowlistAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthClientList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOAuthClient"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                client_id: string;
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description `true`: only what was refused or failed. */
                failed?: "true" | "false";
                /** @description Only this method. */
                method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description Only this HTTP status. */
                status?: string;
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSecret"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description How long the old secrets stay alive: `0` (default) to `7d`. */
                overlap?: string;
            };
            header?: {
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSecret"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Done.
             *
             *     The lines.
             */
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
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Only active, or only inactive users. */
                active?: "true" | "false";
                /** @description Only members of this group. */
                directory_group_id?: string;
                /** @description Only the user with this address, in any case. */
                email?: string;
                /** @description Only the user with this id of the identity provider's. */
                external_id?: string;
                /** @description A SCIM filter (RFC 7644 §3.4.2.2) over what the identity provider sent. */
                filter?: string;
                /** @description Adds `user_detail`. */
                include_detail?: "true" | "false";
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description Only users changed after this time. */
                updated_after?: string;
            };
            header?: never;
            path: {
                directory_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalDataAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                directory_id: string;
                organization_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalLinkList"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalLinkAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description A directory-sync broker has nothing that this could be about. */
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
    PortalLinks_removeAll: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                link_id: string;
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPolicyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPolicyAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description A directory-sync broker has nothing that this could be about. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserManagementAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserManagementAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
                    "RateLimit-Reset"?: number;
                    /** @description Seconds to wait. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description A directory-sync broker has nothing that this could be about. */
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
    Roles_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
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
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEndpointAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description It conflicts with what is stored. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Only of events of this type. */
                event_type?: "organization.directory_enabled" | "organization.directory_disabled" | "organization.directory_deleted" | "organization.directory.user_created" | "organization.directory.user_updated" | "organization.directory.user_deleted" | "organization.directory.group_created" | "organization.directory.group_updated" | "organization.directory.group_deleted" | "organization.directory.group_member_added" | "organization.directory.group_member_removed" | "organization.directory.sync_started" | "organization.directory.sync_completed" | "organization.directory.sync_failed" | "rollcall.endpoint.failing" | "rollcall.endpoint.recovered" | "rollcall.endpoint.disabled" | "rollcall.delivery.exhausted" | "rollcall.directory.mass_leave" | "rollcall.test";
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
                /** @description Only deliveries in this state. */
                state?: "pending" | "sending" | "delivered" | "retrying" | "held" | "exhausted" | "superseded" | "canceled";
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointHealthAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description Items per page; clamped to 1 … 100, never refused; 0 is the default. */
                page_size?: number;
                /** @description A `next_page_token` or `prev_page_token` of an earlier answer. */
                page_token?: string;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendListAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                endpoint_id: string;
                resend_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
                /** @description The same key with the same request gets the same answer for 24 hours: a POST that is sent again does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
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
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretAnswer"];
                };
            };
            /** @description The request is malformed; the fields are named. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key or access token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The key lacks the scope. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description There is no such object. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The first request with this Idempotency-Key is at work. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The Idempotency-Key was sent with another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description The API key has sent more than its rate limit. */
            429: {
                headers: {
                    /** @description Requests at once that a rested client may send. */
                    "RateLimit-Limit"?: number;
                    /** @description What is left of them. */
                    "RateLimit-Remaining"?: number;
                    /** @description Seconds until all of them are there again. */
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
