import { ScimError } from '../message/error.js';
import {
  type AttributePath,
  extensionAttributes,
  findCore,
  findInExtensions,
  isAttributeName,
  resolvePath,
} from '../path/attribute-path.js';
import { parsePath, type Path } from '../path/patch-path.js';
import { isObject, type JsonObject } from '../path/read.js';
import { splitUrn } from '../path/split-urn.js';
import { findAttribute } from '../schema/attribute.js';
import { type ResourceType } from '../schema/resource-type.js';
import { coerce, describe } from './coerce.js';

/** One attribute of a body: where it belongs and what was sent. */
export interface Assignment {
  path: Path;
  value: unknown;
}

/**
 * Flattens a resource body, or the value of a pathless PATCH operation, into one assignment per attribute. Keys may be
 * names, dotted or filtered paths, `URN:attribute` and URNs of whole schemas (ENTRA-R4), legacy URNs included (OL-R4).
 * Read-only attributes and `schemas` are left out: Okta sends back what it was given (OKTA-R5). A password is
 * checked and left out. What the schema does not know is kept as sent.
 */
export function assignments(type: ResourceType, body: JsonObject): Assignment[] {
  return Object.entries(body)
    .flatMap(([key, value]) => assign(type, key, value))
    .filter(isKept);
}

function isKept({ path, value }: Assignment): boolean {
  const { definition } = path;
  if (!definition || path.urn !== undefined) return true;
  if (definition.returned === 'never') coerce(definition, value, definition.name);
  return definition.mutability !== 'readOnly' && definition.returned !== 'never' && definition.name !== 'schemas';
}

function assign(type: ResourceType, key: string, value: unknown): Assignment[] {
  const { urn, core, rest } = splitUrn(key, type);
  if (rest === '' && (core || urn !== undefined)) return assignSchema(type, key, urn, value);
  if (urn !== undefined && !extensionAttributes(type, urn) && isObject(value) && !isTypeUrn(urn)) {
    // `urn:acme:badges` with an object: the whole URN names an extension.
    return [{ path: { urn: key, attribute: '' }, value }];
  }
  const isKnown = core || (urn !== undefined && extensionAttributes(type, urn) !== undefined);
  if (isKnown || (key.includes('[') && findCore(type, key.slice(0, key.indexOf('[')))))
    return [{ path: parsePath(key, type), value }];
  if (urn === undefined) return [{ path: corePath(type, key), value }];
  const path = resolvePath(key, type);
  return [{ path: typeof path === 'string' ? { attribute: key } : path, value }];
}

/** Whether a custom URN looks complete, so that one more segment is an attribute: `urn:acme:1.0:User`. */
function isTypeUrn(urn: string): boolean {
  return /:(user|group|\d+(\.\d+)+)$/i.test(urn);
}

function assignSchema(type: ResourceType, key: string, urn: string | undefined, value: unknown): Assignment[] {
  if (value === null) return urn === undefined ? [] : [{ path: { urn, attribute: '' }, value }];
  const known = urn === undefined ? type.schema.attributes : extensionAttributes(type, urn);
  if (!isObject(value)) {
    if (known) throw ScimError.invalidValue(`${key}: expected an object, got ${describe(value)}`);
    return [{ path: { attribute: key }, value }];
  }
  if (urn === undefined)
    return Object.entries(value).map(([name, inner]) => ({ path: corePath(type, name), value: inner }));
  if (!known) return [{ path: { urn, attribute: '' }, value }];
  return Object.entries(value).map(([name, inner]) => {
    const path = findAttribute(known, name.split('.')[0] ?? '') ? resolvePath(`${urn}:${name}`, type) : name;
    return { path: typeof path === 'string' ? { urn, attribute: name } : path, value: inner };
  });
}

/** A core attribute by name or dotted path; names that are not in the schema are taken literally, dots and all. */
function corePath(type: ResourceType, key: string): AttributePath {
  const [name = '', sub = '', ...more] = key.split('.');
  const definition = findCore(type, name) ?? findInExtensions(type, name)?.definition;
  if (!definition) return { attribute: key };
  const path = resolvePath(key, type);
  if (typeof path !== 'string') return path;
  if (definition.type !== 'complex' || !isAttributeName(sub) || more.length > 0)
    throw ScimError.invalidPath(`Invalid attribute ${JSON.stringify(key)}: ${path}`);
  const owner = resolvePath(name, type) as AttributePath;
  return { ...owner, subAttribute: sub, leaf: undefined };
}
