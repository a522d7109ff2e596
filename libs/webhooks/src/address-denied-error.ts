/** Raised inside a connect when the address policy leaves nothing to connect to; the message is for the endpoint's owner. */
export class AddressDeniedError extends Error {
  readonly code = 'EADDRESSDENIED';
  override readonly name = 'AddressDeniedError';
}
