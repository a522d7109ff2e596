import { Problem } from '../../http/problem.js';

/** As browsers send a file that somebody chose. The first bytes decide what it is. */
export const UPLOAD_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** How the document describes the body: any of the types, with a square of 64 pixels for an example. */
export const UPLOAD_BODY = {
  description: 'The image itself. The example is in base64.',
  schema: {
    type: 'string' as const,
    format: 'binary',
    example: 'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC',
  },
};

/** @throws Problem 400 where a body is no file */
export function readUpload(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw Problem.invalid([{ field: 'logo', description: `send the image itself, as ${UPLOAD_TYPES.join(', ')}` }]);
}
