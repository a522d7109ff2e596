import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Environment } from '#config';

const PURPOSE = 'rollcall self-test';
const LIVES_MS = 60_000;
const SHAPE = /^selftest-(right|wrong)-(\d{13})-([A-Za-z0-9_-]{43})$/;

/** `right` opens a directory's SCIM endpoint for reading; `wrong` opens nothing, and is known not to be a guess. */
export type SelfTestKind = 'right' | 'wrong';

/**
 * A token by which Rollcall tries its own SCIM endpoint from outside. It is made of the encryption key, which every process has, so that
 * it needs no row, and it ends after a minute.
 */
export function selfTestToken(environment: Environment, directoryId: string, kind: SelfTestKind): string {
  const ends = String(Date.now() + LIVES_MS);
  return `selftest-${kind}-${ends}-${sign(environment, directoryId, kind, ends)}`;
}

/** @returns undefined for every other token, and for one that has ended */
export function readSelfTestToken(
  environment: Environment,
  directoryId: string,
  token: string,
): SelfTestKind | undefined {
  const [, kind, ends, signature] = SHAPE.exec(token) ?? [];
  if (kind === undefined || Number(ends) < Date.now()) return undefined;
  const expected = sign(environment, directoryId, kind as SelfTestKind, ends!);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature!)) ? (kind as SelfTestKind) : undefined;
}

function sign({ encryptionKey }: Environment, directoryId: string, kind: SelfTestKind, ends: string): string {
  // An api has one: assertServiceEnvironment.
  const key = Buffer.from(hkdfSync('sha256', encryptionKey!, '', PURPOSE, 32));
  return createHmac('sha256', key).update(`${directoryId} ${kind} ${ends}`).digest('base64url');
}
