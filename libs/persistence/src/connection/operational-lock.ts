/** One process at a time: what is said of an endpoint has to be committed in the order in which it was noticed. */
export const OPERATIONAL_LOCK = 7_265_555;
