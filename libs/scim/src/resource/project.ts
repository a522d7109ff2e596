import { type AttributePath, extensionAttributes, findCore } from '../path/attribute-path.js';
import { isObject, type JsonObject } from '../path/read.js';
import { type Attribute, findAttribute } from '../schema/attribute.js';
import { type ResourceType } from '../schema/resource-type.js';
import { type Projection } from './projection.js';

/** The part of a list of paths that concerns one attribute: all of it, or some sub-attributes. */
interface Selection {
  whole: boolean;
  subs: string[];
}

/**
 * Cuts a full representation (with id, meta, schemas) down to what was asked for. `id`, `schemas` and everything
 * `returned: always` stay, `returned: never` goes, `returned: request` appears only when named.
 */
export function project(type: ResourceType, representation: object, projection: Projection): object {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(representation)) {
    const isExtension = key.includes(':') && isObject(value);
    const kept = isExtension
      ? projectExtension(type, key, value, projection)
      : projectAttribute(findCore(type, key), undefined, key, value, projection);
    if (kept !== undefined) result[key] = kept;
  }
  return result;
}

function projectExtension(type: ResourceType, urn: string, value: JsonObject, projection: Projection): unknown {
  const definitions = extensionAttributes(type, urn);
  const result: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const kept = projectAttribute(findAttribute(definitions, name), urn, name, inner, projection);
    if (kept !== undefined) result[name] = kept;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

function projectAttribute(
  definition: Attribute | undefined,
  urn: string | undefined,
  name: string,
  value: unknown,
  { include, exclude }: Projection,
): unknown {
  if (definition?.returned === 'never') return undefined;
  if (definition?.returned === 'always') return value;
  const included = include && select(include, urn, name);
  if (definition?.returned === 'request' && !included?.whole) return undefined;
  if (included && !included.whole && included.subs.length === 0) return undefined;
  const excluded = exclude ? select(exclude, urn, name) : { whole: false, subs: [] };
  if (excluded.whole) return undefined;
  if (!included || included.whole)
    return excluded.subs.length > 0 ? pick(definition, value, (sub) => !excluded.subs.includes(sub)) : value;
  return pick(definition, value, (sub) => included.subs.includes(sub) && !excluded.subs.includes(sub));
}

function select(paths: AttributePath[], urn: string | undefined, name: string): Selection {
  const index = indexOf(paths);
  const matching = [...(index.get(placeOf(urn, name)) ?? []), ...((name !== '' && index.get(placeOf(urn, ''))) || [])];
  return {
    whole: matching.some((path) => path.subAttribute === undefined),
    subs: matching.flatMap((path) => path.subAttribute?.toLowerCase() ?? []),
  };
}

const indexes = new WeakMap<AttributePath[], Map<string, AttributePath[]>>();

/** The paths by schema and attribute: each attribute of each resource of a page asks for its own. */
function indexOf(paths: AttributePath[]): Map<string, AttributePath[]> {
  let index = indexes.get(paths);
  if (!index) {
    index = new Map();
    for (const path of paths) {
      const place = placeOf(path.urn, path.attribute);
      index.set(place, [...(index.get(place) ?? []), path]);
    }
    indexes.set(paths, index);
  }
  return index;
}

function placeOf(urn: string | undefined, name: string): string {
  return `${urn ?? ''} ${name}`.toLowerCase();
}

/** Keeps the sub-attributes wanted, in every element; `wanted` gets lower-case names. */
function pick(definition: Attribute | undefined, value: unknown, wanted: (sub: string) => boolean): unknown {
  if (Array.isArray(value)) {
    const elements = value
      .map((element) => pick(definition, element, wanted))
      .filter((element) => element !== undefined);
    return elements.length > 0 ? elements : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).filter(
    ([key]) => findAttribute(definition?.subAttributes, key)?.returned === 'always' || wanted(key.toLowerCase()),
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
