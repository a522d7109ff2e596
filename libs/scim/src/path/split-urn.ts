import { type ResourceType } from '../schema/resource-type.js';

const LEGACY_CORE = ['urn:scim:schemas:core:1.0', 'urn:scim:schemas:core:2.0'];
const LEGACY_ENTERPRISE = ['urn:scim:schemas:extension:enterprise:1.0', 'urn:scim:schemas:extension:enterprise:2.0'];

/** An attribute reference cut into schema and remainder. */
export interface SplitUrn {
  /** Extension URN: canonical when known, as sent otherwise; undefined for core and for bare names. */
  urn?: string;
  /** The core schema's URN was written out. */
  core: boolean;
  /** What follows the URN; empty when the URN stands alone. */
  rest: string;
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

/**
 * Splits the URN off an attribute reference, ignoring case. For an unknown URN the last colon decides, unless what
 * follows it is a type name or a version, as in `urn:acme:1.0:User`: then the reference is the whole extension.
 */
export function splitUrn(text: string, type: ResourceType): SplitUrn {
  const lower = text.toLowerCase();
  if (!lower.startsWith('urn:')) return { core: false, rest: text };
  for (const { lower: prefix, urn } of knownUrns(type)) {
    if (lower === prefix) return { urn, core: urn === undefined, rest: '' };
    if (lower.startsWith(`${prefix}:`)) return { urn, core: urn === undefined, rest: text.slice(prefix.length + 1) };
  }
  const colon = text.lastIndexOf(':');
  const rest = text.slice(colon + 1);
  if (/^(user|group)$/i.test(rest) || /^\d+(\.\d+)+$/.test(rest)) return { urn: text, core: false, rest: '' };
  return { urn: text.slice(0, colon), core: false, rest };
}
