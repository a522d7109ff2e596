import { type MemberOperation, PATCH_OP_URN } from '#scim';

/** What servers take at once (docs/scim.md): values of an operation, and of a request that stays quick. */
const VALUES_AN_OPERATION = 200;
const VALUES_A_REQUEST = 1_000;
export const MOST_BODY_BYTES = 256 * 1024;
/** The body without its values. */
const FRAME_BYTES = 1_024;

export interface MemberPortion {
  /** External ids. */
  values: string[];
  body: Record<string, unknown>;
}

/** One change of members as the bodies of PATCH requests, each within the server's limits. */
export function memberPortions(kind: 'add' | 'remove', values: readonly string[]): MemberPortion[] {
  const portions: MemberPortion[] = [];
  let portion: string[] = [];
  let bytes = FRAME_BYTES;
  const close = () => {
    if (portion.length > 0) portions.push({ values: portion, body: bodyOf(kind, portion) });
    [portion, bytes] = [[], FRAME_BYTES];
  };
  for (const value of values) {
    const size = Buffer.byteLength(JSON.stringify({ value })) + 1;
    if (portion.length === VALUES_A_REQUEST || bytes + size > MOST_BODY_BYTES) close();
    portion.push(value);
    bytes += size;
  }
  close();
  return portions;
}

/** Members of a group that is created at once; the rest follow. */
export const FIRST_MEMBERS = VALUES_AN_OPERATION;

function bodyOf(kind: MemberOperation['kind'], values: string[]): Record<string, unknown> {
  const operations: object[] = [];
  for (let at = 0; at < values.length; at += VALUES_AN_OPERATION) {
    const some = values.slice(at, at + VALUES_AN_OPERATION);
    operations.push({ op: kind, path: 'members', value: some.map((value) => ({ value })) });
  }
  return { schemas: [PATCH_OP_URN], Operations: operations };
}
