import { type Attribute, findAttribute } from '../schema/attribute.js';
import { COMMON_ATTRIBUTES } from '../schema/common-attributes.js';
import { type ResourceType } from '../schema/resource-type.js';
import { splitUrn } from './split-urn.js';

/** A resolved attribute reference: `emails.value`, `urn:…:User:department`. */
export interface AttributePath {
  /** Extension URN; undefined for core attributes. */
  urn?: string;
  /** Canonical spelling when known, else as sent. Empty: the whole schema `urn` (patch and projection only). */
  attribute: string;
  subAttribute?: string;
  /** Definition of `attribute`; undefined for attributes of schemas we do not know. */
  definition?: Attribute;
  /** Definition of what is addressed: the sub-attribute's if there is one, else `definition`. */
  leaf?: Attribute;
  /** Nobody names the schema `urn`: where it ends is a guess. */
  guessed?: true;
}

/** How a reference is read. */
export interface PathReading {
  /** What no schema of ours has is an attribute all the same: writing keeps it. Filters and settings refuse it. */
  lenient?: boolean;
  /** Schemas that the request itself names. */
  shown?: readonly string[];
}

const NAME = /^[A-Za-z_$][\w$-]*$/;
/** Names that reach a JavaScript object's prototype. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isAttributeName(name: string): boolean {
  return NAME.test(name) && !FORBIDDEN_NAMES.has(name);
}

/** Finds a core or common attribute, ignoring case. */
export function findCore(type: ResourceType, name: string): Attribute | undefined {
  return findAttribute(type.schema.attributes, name) ?? findAttribute(COMMON_ATTRIBUTES, name);
}

/** Finds the extension that defines a bare name: Entra paths and filters say `manager` (ENTRA-R9). */
export function findInExtensions(type: ResourceType, name: string): { urn: string; definition: Attribute } | undefined {
  for (const { schema } of type.extensions) {
    const definition = findAttribute(schema.attributes, name);
    if (definition) return { urn: schema.id, definition };
  }
  return undefined;
}

/** The definitions of an extension of ours, undefined for a custom one. */
export function extensionAttributes(type: ResourceType, urn: string): Attribute[] | undefined {
  return type.extensions.find(({ schema }) => schema.id === urn)?.schema.attributes;
}

/**
 * Resolves a reference against the type's schemas. Core names must exist unless the reading is lenient; names under an
 * extension URN need not, because extensions are kept losslessly. Returns the problem as a string when it cannot be resolved.
 */
export function resolvePath(text: string, type: ResourceType, reading: PathReading = {}): AttributePath | string {
  const { urn, core, rest, guessed } = splitUrn(text, type, reading.shown);
  if (rest === '' && (urn !== undefined || core)) return { urn, attribute: '' };
  const [name = '', subName, ...more] = rest.split('.');
  if (!isAttributeName(name) || (subName !== undefined && !isAttributeName(subName)) || more.length > 0)
    return `"${text}" is not an attribute path`;
  const isLenient = reading.lenient === true;
  if (urn !== undefined) {
    const path = withSub({ urn }, name, findAttribute(extensionAttributes(type, urn), name), subName, isLenient);
    return guessed && typeof path !== 'string' ? { ...path, guessed } : path;
  }
  const definition = findCore(type, name);
  if (definition) return withSub({}, name, definition, subName, isLenient);
  const extension = core ? undefined : findInExtensions(type, name);
  if (extension) return withSub({ urn: extension.urn }, name, extension.definition, subName, isLenient);
  return isLenient ? withSub({}, name, undefined, subName, true) : `${type.name} has no attribute "${name}"`;
}

/** Resolves a reference inside a value filter, relative to an element of `parent`. */
export function resolveElementPath(text: string, parent: AttributePath): AttributePath | string {
  const [name = '', subName, ...more] = text.split('.');
  if (!isAttributeName(name) || (subName !== undefined && !isAttributeName(subName)) || more.length > 0)
    return `"${text}" is not an attribute path`;
  const definition = findAttribute(parent.definition?.subAttributes, name);
  if (parent.definition && !definition) return `"${parent.attribute}" has no sub-attribute "${name}"`;
  return withSub({}, name, definition, subName);
}

/** The path of a sub-attribute of `path`, which must not have one yet. */
export function descend(path: AttributePath, name: string, isLenient = false): AttributePath | string {
  if (!isAttributeName(name)) return `"${name}" is not an attribute name`;
  const below = withSub({ urn: path.urn }, path.attribute, path.definition, name, isLenient);
  return path.guessed && typeof below !== 'string' ? { ...below, guessed: true } : below;
}

function withSub(
  from: { urn?: string },
  name: string,
  definition: Attribute | undefined,
  subName: string | undefined,
  isLenient = false,
): AttributePath | string {
  const path: AttributePath = { attribute: definition?.name ?? name };
  if (from.urn !== undefined) path.urn = from.urn;
  if (definition) path.definition = definition;
  if (subName === undefined) {
    if (definition) path.leaf = definition;
    return path;
  }
  const leaf = findAttribute(definition?.subAttributes, subName);
  const mayBeUnknown = isLenient && definition?.type === 'complex';
  if (definition && !leaf && !mayBeUnknown) return `"${definition.name}" has no sub-attribute "${subName}"`;
  path.subAttribute = leaf?.name ?? subName;
  // Never set to be deleted again, which would make a table of each path: 2,000 of them took the garbage collector longer than all else.
  if (leaf) path.leaf = leaf;
  return path;
}

/** The path as text, in the spelling that resolves to the same path. */
export function printPath({ urn, attribute, subAttribute }: AttributePath): string {
  const name = subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`;
  if (urn === undefined) return name;
  return name === '' ? urn : `${urn}:${name}`;
}
