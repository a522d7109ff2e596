import { Agent, fetch, type RequestInit, type Response } from 'undici';

/** Of the api that this launcher started on this machine: its certificate is for the name that the world uses. */
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

/** `fetch`, for requests to our own api only. */
export function ownFetch(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, dispatcher });
}
