/** 1 MiB for REST and SCIM (docs/api.md, docs/scim.md). */
export const MAX_BODY_BYTES = 1_048_576;

/** Of one SCIM Bulk request (docs/scim.md). */
export const MAX_BULK_BYTES = 8 * MAX_BODY_BYTES;
