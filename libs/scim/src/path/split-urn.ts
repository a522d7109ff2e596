import { spend } from '../limits/work-budget.js';
import { type ResourceType } from '../schema/resource-type.js';

const LEGACY_CORE = ['urn:scim:schemas:core:1.0', 'urn:scim:schemas:core:2.0'];
const LEGACY_ENTERPRISE = ['urn:scim:schemas:extension:enterprise:1.0', 'urn:scim:schemas:extension:enterprise:2.0'];

/** RFC 7643 gives these names away: what is unknown among them is a mistake, and no schema of the client's own. */
const GIVEN_AWAY = ['urn:ietf:params:scim:schemas:core:', 'urn:ietf:params:scim:schemas:extension:enterprise:'];

const VERSION = /^\d+(\.\d+)+$/;
const TYPE_NAME = /^(user|group)$/i;

/** An attribute reference cut into schema and remainder. */
export interface SplitUrn {
  /** Extension URN: canonical when known, as sent otherwise; undefined for core and for bare names. */
  urn?: string;
  /** The core schema's URN was written out. */
  core: boolean;
  /** What follows the URN; empty when the URN stands alone. */
  rest: string;
  /** Cut at the last colon for want of anything better: the whole reference may as well be one URN. */
  guessed?: true;
}

interface KnownUrn {
  lower: string;
  urn?: string;
}

const known = new WeakMap<ResourceType, KnownUrn[]>();

/** Every spelling of the type's schema URNs, longest first, legacy ones included (OL-R4). */
function knownUrns(type: ResourceType): KnownUrn[] {
  let list = known.get(type);
  if (!list) {
    const name = type.name.toLowerCase();
    list = [{ lower: type.schema.id.toLowerCase() }];
    for (const lower of LEGACY_CORE) list.push({ lower }, { lower: `${lower}:${name}` });
    for (const { schema } of type.extensions) {
      const id = schema.id.toLowerCase();
      // ENTRA-R3: the colon before the type name is missing in a documented example.
      list.push({ lower: id, urn: schema.id }, { lower: id.replace(/:([^:]+)$/, '$1'), urn: schema.id });
      if (id.includes(':enterprise:')) {
        for (const lower of LEGACY_ENTERPRISE)
          list.push({ lower, urn: schema.id }, { lower: `${lower}:${name}`, urn: schema.id });
      }
    }
    list.sort((a, b) => b.lower.length - a.lower.length);
    known.set(type, list);
  }
  return list;
}

/** Where the attribute begins behind a schema's URN; both in lower case. Undefined for a reference of another schema. */
function attributeAt(reference: string, urn: string): number | undefined {
  if (!reference.startsWith(urn)) return undefined;
  if (reference.length === urn.length) return urn.length;
  const separator = reference[urn.length];
  // Some clients write a dot where RFC 7644 §3.10 has a colon.
  return separator === ':' || separator === '.' ? urn.length + 1 : undefined;
}

/**
 * The longest URN that a reference belongs to, and what follows it: nothing for the URN itself. `find` knows the URNs, in any
 * case; it is asked for each place where one could end, so that many URNs cost no more than few.
 */
export function behindLongest(
  text: string,
  find: (urn: string) => string | undefined,
): { urn: string; rest: string } | undefined {
  for (let at = text.length; at > 0; at--) {
    // Some clients write a dot where RFC 7644 §3.10 has a colon.
    if (at < text.length && text[at] !== ':' && text[at] !== '.') continue;
    spend(1 + (at >> 6));
    const urn = find(text.slice(0, at));
    if (urn !== undefined) return { urn, rest: text.slice(at + 1) };
  }
  return undefined;
}

const spellings = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** The URNs by their lower case; the first of each counts. */
function byLower(urns: readonly string[]): ReadonlyMap<string, string> {
  let map = spellings.get(urns);
  if (!map) {
    map = new Map([...urns].reverse().map((urn) => [urn.toLowerCase(), urn]));
    spellings.set(urns, map);
  }
  return map;
}

/**
 * Splits the URN off an attribute reference, ignoring case. `shown` are the schemas that the request itself names. A URN
 * that nobody names ends with a version and a type, as in `urn:acme:1.0:User`, or with one of the two; for any other the
 * last colon is a guess.
 */
export function splitUrn(text: string, type: ResourceType, shown: readonly string[] = []): SplitUrn {
  if (text.slice(0, 4).toLowerCase() !== 'urn:') return { core: false, rest: text };
  const lower = text.toLowerCase();
  for (const { lower: prefix, urn } of knownUrns(type)) {
    const at = attributeAt(lower, prefix);
    if (at !== undefined) return { urn, core: urn === undefined, rest: text.slice(at) };
  }
  const named = shown.length === 0 ? undefined : behindLongest(text, (urn) => byLower(shown).get(urn.toLowerCase()));
  if (named !== undefined) return { ...named, core: false };
  const isGivenAway = GIVEN_AWAY.some((prefix) => lower.startsWith(prefix));
  return (isGivenAway ? undefined : wellFormed(text)) ?? guess(text);
}

function wellFormed(text: string): SplitUrn | undefined {
  // Each part is looked at.
  spend(text.length >> 2);
  const segments = text.split(':');
  const version = segments.findLastIndex((segment) => VERSION.test(segment));
  const tail = segments.slice(version + 1);
  if (version >= 0 && tail.length === 0) return whole(text);
  const [last = ''] = tail.slice(-1);
  const [name = ''] = last.split('.');
  if (TYPE_NAME.test(name)) {
    return name === last ? whole(text) : cut(text, text.length - last.length + name.length);
  }
  const isSchema = (version >= 0 && tail.length === 2) || TYPE_NAME.test(tail[tail.length - 2] ?? '');
  return isSchema ? cut(text, text.length - last.length - 1) : undefined;
}

function guess(text: string): SplitUrn {
  return { ...cut(text, text.lastIndexOf(':')), guessed: true };
}

function whole(text: string): SplitUrn {
  return { urn: text, core: false, rest: '' };
}

function cut(text: string, at: number): SplitUrn {
  return { urn: text.slice(0, at), core: false, rest: text.slice(at + 1) };
}
