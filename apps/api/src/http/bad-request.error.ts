/** A URL or a body that cannot be read: 400, whatever the route. */
export class BadRequestError extends Error {
  readonly statusCode = 400;

  /** @param field where in the body it is, `body` for all of it, `url` */
  constructor(
    message: string,
    readonly field = 'body',
  ) {
    super(message);
  }
}
