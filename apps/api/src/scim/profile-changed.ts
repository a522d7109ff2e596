import { ScimError, type ScimProfile } from '#scim';

/** The request was read by another profile than the directory has by now: it is read again, and refused where the profile changes meanwhile. */
export class ProfileChanged extends ScimError {
  constructor(
    readonly profile: ScimProfile,
    words: string,
    retryAfterSeconds: number,
  ) {
    super(503, words, undefined, retryAfterSeconds);
  }
}
