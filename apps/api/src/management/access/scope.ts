import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/** `read` lists and gets, `write` also changes, `admin` also manages keys (docs/api.md). */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const REQUIRED_SCOPE = 'rollcall:scope';

export function RequiresScope(scope: Scope): CustomDecorator {
  return SetMetadata(REQUIRED_SCOPE, scope);
}

/** A scope includes those before it. */
export function grants(held: readonly string[], required: Scope): boolean {
  return SCOPES.slice(SCOPES.indexOf(required)).some((scope) => held.includes(scope));
}
