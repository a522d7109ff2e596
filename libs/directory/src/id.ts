import { randomFillSync } from 'node:crypto';
import { decodeTime, monotonicFactory } from 'ulid';

export type IdPrefix =
  | 'org'
  | 'dir'
  | 'diruser'
  | 'dirgroup'
  | 'evt'
  | 'env'
  | 'sec'
  | 'lnk'
  | 'ep'
  | 'dlv'
  | 'att'
  | 'key'
  | 'log'
  | 'req'
  | 'rsd'
  | 'ses'
  | 'inb'
  | 'inr'
  | 'sim'
  | 'sync'
  | 'sch'
  | 'mail'
  | 'gate';

const random = new Uint8Array(4_096);
let used = random.length;

/** 0 to below 1, as ulid asks for it: sixteen times an id, so that random bytes are fetched in stock (5 % of a creation otherwise). */
function fraction(): number {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  return random[used++]! / 256;
}

const next = monotonicFactory(fraction);

/** `diruser_01J…`: a prefix and a ULID, ordered by time, and in the order of the calls within a process. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next()}`;
}

/** Ours, or a foreign one of the same prefix that an import kept (docs/importing.md). */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.length <= 36 && text.startsWith(`${prefix}_`) && /^[a-z]+_[A-Za-z0-9_-]+$/.test(text);
}

const ULID_ID = /^[a-z]+_([0-9A-HJKMNP-TV-Z]{26})$/;

/** When an id of ours was made, in milliseconds; undefined for one that was kept from elsewhere. */
export function timeOfId(id: string): number | undefined {
  const ulid = ULID_ID.exec(id)?.[1];
  // The first character has three bits: more is a time that no clock has.
  return ulid === undefined || ulid > '8' ? undefined : decodeTime(ulid);
}
