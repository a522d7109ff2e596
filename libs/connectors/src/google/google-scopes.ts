const PREFIX = 'https://www.googleapis.com/auth/admin.directory.';

export const USER_SCOPE = `${PREFIX}user.readonly`;
export const GROUP_SCOPE = `${PREFIX}group.readonly`;
export const MEMBER_SCOPE = `${PREFIX}group.member.readonly`;

/** All that a sync needs. Nothing may be written. */
export const GOOGLE_SCOPES = [USER_SCOPE, GROUP_SCOPE, MEMBER_SCOPE] as const;
