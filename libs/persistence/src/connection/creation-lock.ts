/** Lets creations in one place (`$1`) go one after the other, so that none of them counts too few. Held until the transaction ends. */
export const HOLD_CREATIONS = 'SELECT pg_advisory_xact_lock(1953, hashtext($1))';
