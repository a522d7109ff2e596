import { ScimError } from '../message/error.js';
import {
  type AttributePath,
  extensionAttributes,
  findCore,
  findInExtensions,
  resolvePath,
} from '../path/attribute-path.js';
import { parsePath, type Path } from '../path/patch-path.js';
import { isObject, type JsonObject, member } from '../path/read.js';
import { splitUrn } from '../path/split-urn.js';
import { findAttribute } from '../schema/attribute.js';
import { type ResourceType } from '../schema/resource-type.js';
import { coerce, describe } from './coerce.js';
import { attempt, MOST_LEFT_ASIDE } from './left-aside.js';

/** One attribute of a body: where it belongs and what was sent. */
export interface Assignment {
  path: Path;
  value: unknown;
}

/** Called with what cannot be read; what throws refuses the whole body. */
export type RefuseAssignment = (problem: ScimError, key: string) => void;

const refuseAll: RefuseAssignment = (problem) => {
  throw problem;
};

/**
 * Flattens a resource body, or the value of a pathless PATCH operation, into one assignment per attribute. Keys may be
 * names, dotted or filtered paths, `URN:attribute` and URNs of whole schemas (ENTRA-R4), legacy URNs included (OL-R4).
 * Read-only attributes and `schemas` are left out: Okta sends back what it was given (OKTA-R5). A password is
 * checked and left out. What the schema does not know is kept as sent. Throws for a key that cannot be read, unless
 * `refuse` takes it.
 */
export function assignments(type: ResourceType, body: JsonObject, refuse = refuseAll): Assignment[] {
  const shown = schemasShown(body);
  const all: Assignment[] = [];
  let unread = 0;
  const count: RefuseAssignment = (problem, key) => {
    unread += 1;
    refuse(problem, key);
  };
  for (const [key, value] of Object.entries(body)) {
    // Only what may name somebody who is to leave is worth reading then.
    if (unread >= MOST_LEFT_ASIDE && !isObject(value) && !/(?:^|[:.])active$/i.test(key)) continue;
    attempt(
      () => {
        for (const assignment of assign(type, key, value, shown, count)) {
          attempt(
            () => isKept(assignment) && all.push(assignment),
            (problem) => count(problem, key),
          );
        }
      },
      (problem) => refuse(problem, key),
    );
  }
  return all;
}

/** The schemas that a body names: in `schemas`, and as a key with an object of their attributes. */
export function schemasShown(body: JsonObject): string[] {
  const listed = member(body, 'schemas');
  const keys = Object.keys(body).filter((key) => key.includes(':') && isObject(body[key]));
  const urns = Array.isArray(listed) ? listed.filter((urn): urn is string => typeof urn === 'string') : [];
  return [...urns.filter((urn) => urn.includes(':')).slice(0, MOST_SCHEMAS), ...keys.slice(0, MOST_SCHEMAS)];
}

/** Looked through for each attribute with a URN. */
const MOST_SCHEMAS = 100;

function isKept({ path, value }: Assignment): boolean {
  const { definition } = path;
  if (!definition || path.urn !== undefined) return true;
  if (definition.returned === 'never') coerce(definition, value, definition.name);
  return definition.mutability !== 'readOnly' && definition.returned !== 'never' && definition.name !== 'schemas';
}

function assign(
  type: ResourceType,
  key: string,
  value: unknown,
  shown: readonly string[],
  refuse: RefuseAssignment,
): Assignment[] {
  const { urn, core, rest, guessed } = splitUrn(key, type, shown);
  if (rest === '' && (core || urn !== undefined)) return assignSchema(type, key, urn, value, refuse);
  // `urn:acme:badges` with an object: the whole URN names an extension.
  if (guessed && isObject(value)) return [{ path: { urn: key, attribute: '' }, value }];
  const isKnown = core || (urn !== undefined && extensionAttributes(type, urn) !== undefined);
  if (isKnown || (key.includes('[') && findCore(type, key.slice(0, key.indexOf('[')))))
    return [{ path: parsePath(key, type, LENIENT), value }];
  if (urn === undefined) return [{ path: corePath(type, key), value }];
  const path = resolvePath(key, type, { lenient: true, shown });
  return [{ path: typeof path === 'string' ? { attribute: key } : path, value }];
}

const LENIENT = { lenient: true };

function assignSchema(
  type: ResourceType,
  key: string,
  urn: string | undefined,
  value: unknown,
  refuse: RefuseAssignment,
): Assignment[] {
  if (value === null) return urn === undefined ? [] : [{ path: { urn, attribute: '' }, value }];
  const known = urn === undefined ? type.schema.attributes : extensionAttributes(type, urn);
  if (!isObject(value)) {
    if (known) throw ScimError.invalidValue(`${key}: expected an object, got ${describe(value)}`);
    return [{ path: { attribute: key }, value }];
  }
  if (urn === undefined) {
    const all: Assignment[] = [];
    for (const [name, inner] of Object.entries(value)) {
      attempt(
        () => all.push({ path: corePath(type, name), value: inner }),
        (problem) => refuse(problem, name),
      );
    }
    return all;
  }
  if (!known) return [{ path: { urn, attribute: '' }, value }];
  return Object.entries(value).map(([name, inner]) => {
    // It would stand for the whole schema.
    if (name === '') throw ScimError.invalidSyntax(`${key}: an attribute without a name is not allowed`);
    const isDefined = findAttribute(known, name.split('.')[0] ?? '') !== undefined;
    const path = isDefined ? resolvePath(`${urn}:${name}`, type, LENIENT) : name;
    return { path: typeof path === 'string' ? { urn, attribute: name } : path, value: inner };
  });
}

/** A core attribute by name or dotted path; names that are not in the schema are taken literally, dots and all. */
function corePath(type: ResourceType, key: string): AttributePath {
  const [name = ''] = key.split('.');
  if (!findCore(type, name) && !findInExtensions(type, name)) return { attribute: key };
  const path = resolvePath(key, type, LENIENT);
  if (typeof path === 'string') throw ScimError.invalidPath(`Invalid attribute ${JSON.stringify(key)}: ${path}`);
  return path;
}
