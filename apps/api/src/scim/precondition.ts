import { type Guard } from '#directory';
import { etag, matchesEtag, ScimError } from '#scim';

/** The conditions of a request, as its headers have them. */
export interface Conditions {
  'if-match'?: string;
  'if-none-match'?: string;
}

/**
 * The conditions of a write as a guard that runs on the locked row (RFC 7644 §3.14, RFC 9110 §13.2.2); undefined without any.
 * A true `If-None-Match` refuses a write with 412: only a read may be answered with 304.
 */
export function writeCondition(headers: Conditions): Guard | undefined {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match === undefined && noneMatch === undefined) return undefined;
  return (version) => {
    const current = etag(version);
    if (match !== undefined && !matchesEtag(match, current)) {
      throw ScimError.preconditionFailed(`the resource is at version ${current} by now; read it again`);
    }
    if (noneMatch !== undefined && matchesEtag(noneMatch, current)) {
      throw ScimError.preconditionFailed(
        `If-None-Match: the resource is at version ${current}, which the request excludes`,
      );
    }
  };
}

/** Whether a read may be answered with 304. */
export function notModified(header: string | undefined, current: string): boolean {
  return header !== undefined && matchesEtag(header, current);
}
