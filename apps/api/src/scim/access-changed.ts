import { ScimError } from '#scim';

/** The request was let in, or read, by what the directory has no more: it is decided again, and refused where that changes meanwhile. */
export class AccessChanged extends ScimError {
  constructor(words: string, retryAfterSeconds: number) {
    super(503, words, undefined, retryAfterSeconds);
  }
}
