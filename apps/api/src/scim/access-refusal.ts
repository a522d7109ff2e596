import { ScimError } from '#scim';
import { isAddressAllowed } from './address-allowlist.js';
import { type Bearer } from './bearer-access.js';

export const WRONG_TOKEN = 'the bearer token is wrong, revoked or expired, or belongs to another directory';
const STATIC_SECRET =
  'scim_profile ipsie takes no secret of the directory: send an access token from its OAuth token endpoint';

/** `secret`: it is no live one. `static_secret`: the profile wants an access token. */
export type AccessRefusal = 'secret' | 'static_secret' | 'address' | 'pulled' | 'disabled';

/** Why the holder of a secret gets nothing; undefined where it does. */
export function refusalOf(bearer: Bearer | undefined, ip: string): AccessRefusal | undefined {
  if (bearer === undefined) return 'secret';
  if (bearer.isRefusedSecret) return 'static_secret';
  if (!isAddressAllowed(ip, bearer.allowlist)) return 'address';
  if (bearer.pulled) return 'pulled';
  return bearer.enabled ? undefined : 'disabled';
}

export function refusalError(refusal: AccessRefusal, ip: string): ScimError {
  switch (refusal) {
    case 'secret':
      return ScimError.unauthorized(WRONG_TOKEN);
    case 'static_secret':
      return ScimError.unauthorized(STATIC_SECRET);
    case 'address':
      return ScimError.forbidden(`requests from ${ip} are not allowed: it is not in the directory's ip_allowlist`);
    case 'pulled':
      return ScimError.forbidden('this directory is pulled: Rollcall reads its source itself, and nobody pushes to it');
    case 'disabled':
      return ScimError.forbidden('the directory is disabled; enable it and run a full sync');
  }
}
