import { type CustomDecorator, SetMetadata } from '@nestjs/common';

/**
 * `read` lists and gets, `write` also changes, `admin` also manages keys (docs/api.md). `ssf.read` and `ssf.manage` open the stream API
 * (docs/security-events.md), and nothing else does.
 */
export const SCOPES = ['read', 'write', 'admin', 'ssf.read', 'ssf.manage'] as const;
export type Scope = (typeof SCOPES)[number];

export const REQUIRED_SCOPE = 'rollcall:scope';

export function RequiresScope(scope: Scope): CustomDecorator {
  return SetMetadata(REQUIRED_SCOPE, scope);
}

/** A scope includes those before it of its ladder. */
const LADDERS: readonly (readonly Scope[])[] = [
  ['read', 'write', 'admin'],
  ['ssf.read', 'ssf.manage'],
];

export function grants(held: readonly string[], required: Scope): boolean {
  const ladder = LADDERS.find((scopes) => scopes.includes(required)) ?? [];
  return ladder.slice(ladder.indexOf(required)).some((scope) => held.includes(scope));
}
