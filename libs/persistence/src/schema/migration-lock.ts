/** Any constant will do, as long as every starter takes the same. */
export const MIGRATION_LOCK = 7_265_551;
