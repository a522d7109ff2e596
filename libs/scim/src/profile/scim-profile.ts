/** How strictly a directory takes what its client sends (docs/scim.md). */
export const SCIM_PROFILES = ['default', 'interop', 'ipsie'] as const;
export type ScimProfile = (typeof SCIM_PROFILES)[number];
