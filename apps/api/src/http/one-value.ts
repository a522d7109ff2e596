import { BadRequestError } from './bad-request.error.js';

/** Routes of Rollcall's own. What test inboxes take is somebody else's, and pages ignore what they do not know. */
const OWN = /^\/(?:api\/v1|portal\/api|ssf|oauth|directory\/:directoryId\/(?:scim|oauth))\//;

/**
 * Parameters that are lists: `types` of the feed, which our own client repeats, and `features` of Scalekit's GeneratePortalLink, whose
 * repeated field has no body to be in.
 */
const LISTS = new Set(['types', 'features']);

/** Any other parameter twice means one thing to a proxy and another to whom it asks: nobody guesses which of the values was meant. */
export function assertOneValue(route: string | undefined, query: unknown): void {
  if (route === undefined || !OWN.test(route)) return;
  const parameters = query as Record<string, unknown>;
  const repeated = Object.keys(parameters).find((name) => Array.isArray(parameters[name]) && !LISTS.has(name));
  if (repeated === undefined) return;
  const name = repeated.slice(0, 50);
  throw new BadRequestError(`the query parameter ${name} was sent more than once`, name);
}
