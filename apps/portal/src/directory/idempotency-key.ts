/** Makes a POST count once, however often it is sent. `crypto.randomUUID` is missing where a page is not https. */
export const newIdempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
