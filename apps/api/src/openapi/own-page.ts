import { CLIENT_HEADER } from '../http/own-call.js';

type Json = Record<string, unknown>;

/** The header with which one of our pages shows that it calls itself. */
export const clientHeader = (page: 'portal' | 'dashboard'): Json => ({
  name: CLIENT_HEADER,
  in: 'header',
  required: true,
  description: `Shows that the ${page} itself calls: no other page can send this header.`,
  schema: { type: 'string', enum: [page] },
  example: page,
});
