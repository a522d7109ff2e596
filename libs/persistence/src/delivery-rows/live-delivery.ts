/** SQL: true of every row of `deliveries`. Indexes on the endpoint have it as their predicate, and only who says it may use them. */
export const LIVE = `state IN ('pending', 'sending', 'retrying')`;
