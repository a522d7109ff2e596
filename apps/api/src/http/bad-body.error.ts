/** A body that cannot be read: 400, whatever the route. */
export class BadBodyError extends Error {
  readonly statusCode = 400;
}
