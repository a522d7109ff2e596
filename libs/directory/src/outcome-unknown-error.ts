/** The connection broke while the transaction was being committed: nobody knows whether it was. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';

  constructor(cause: unknown) {
    super('the connection to the database broke during a commit', { cause });
  }
}
