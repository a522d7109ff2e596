import { Problem } from '../../http/problem.js';

/** As browsers send a file that somebody chose. The first bytes decide what it is. */
export const UPLOAD_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** How the document describes the body: any of the types, with a square of 64 pixels for an example. */
export const UPLOAD_BODY = {
  description: 'The image itself, or the image in base64, as in the example.',
  schema: {
    type: 'string' as const,
    format: 'binary',
    example: 'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC',
  },
};

/** Base64 alone. No image is of these characters only. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}\s*$/;

/**
 * A page that shows the body as a text, as that of the API does, sends the text: base64 is read as well.
 *
 * @throws Problem 400 where a body is no file
 */
export function readUpload(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) {
    const text = body.toString('latin1');
    return BASE64.test(text) ? Buffer.from(text, 'base64') : body;
  }
  throw Problem.invalid([{ field: 'logo', description: `send the image itself, as ${UPLOAD_TYPES.join(', ')}` }]);
}
