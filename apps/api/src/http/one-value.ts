import { BadRequestError } from './bad-request.error.js';

/** Routes of Rollcall's own. What test inboxes take is somebody else's, and pages ignore what they do not know. */
const OWN = /^\/(?:api\/v1|portal\/api|ssf|oauth|directory\/:directoryId\/(?:scim|oauth))\//;

/** A parameter twice means one thing to a proxy and another to whom it asks: nobody guesses which of the values was meant. */
export function assertOneValue(route: string | undefined, query: unknown): void {
  if (route === undefined || !OWN.test(route)) return;
  const parameters = query as Record<string, unknown>;
  const repeated = Object.keys(parameters).find((name) => Array.isArray(parameters[name]));
  if (repeated === undefined) return;
  const name = repeated.slice(0, 50);
  throw new BadRequestError(`the query parameter ${name} was sent more than once`, name);
}
