import { type Guard } from '#directory';
import { etag, matchesEtag, ScimError } from '#scim';

/** `If-Match` as a guard that runs on the locked row (RFC 7644 §3.14). */
export function ifMatch(header: string | undefined): Guard | undefined {
  if (header === undefined) return undefined;
  return (revision) => {
    if (!matchesEtag(header, etag(revision))) {
      throw ScimError.preconditionFailed(`the resource is at version ${etag(revision)} by now; read it again`);
    }
  };
}

/** Whether a read may be answered with 304. */
export function notModified(header: string | undefined, revision: number): boolean {
  return header !== undefined && matchesEtag(header, etag(revision));
}
