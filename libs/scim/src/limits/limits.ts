/** What one resource and one request may have (docs/scim.md). */

/** Bytes of the JSON of a stored user or group, its members apart. */
export const MAX_RESOURCE_BYTES = 262_144;
/** Operations of one PATCH; those on the members of a group are not counted. */
export const MAX_PATCH_OPERATIONS = 500;
/** Operations of one PATCH of a group, those on its members included. */
export const MAX_MEMBER_OPERATIONS = 5_000;
/** Names in `attributes`, and in `excludedAttributes`. */
export const MAX_PROJECTION_NAMES = 100;
/** Terms of a filter; `members[value eq "…" or …]` in a path of a PATCH may have more. */
export const MAX_FILTER_TERMS = 30;
/** Values of one attribute; group members are not kept here. */
export const MAX_VALUES = 200;
/** Names of one object. */
export const MAX_NAMES = 1_000;
/** Comparisons and copies that one body may ask for beyond being read once. */
export const MAX_STEPS = 50_000;
