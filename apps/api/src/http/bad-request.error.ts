/** A URL or a body that cannot be read: 400, whatever the route. */
export class BadRequestError extends Error {
  readonly statusCode = 400;
}
