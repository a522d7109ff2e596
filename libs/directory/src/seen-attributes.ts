import { type ScimResource, USER_URN } from '#scim';

/** An attribute as a directory really sends it. */
export interface SeenAttribute {
  /** As a mapping names it. */
  path: string;
  type: 'string' | 'number' | 'boolean' | 'object' | 'array';
  /** How many of the users have it. */
  seen_in: number;
  /** Different values, as texts. */
  samples: string[];
}

const MOST_SAMPLES = 3;
const LONGEST_SAMPLE = 200;
/** A directory that sends a new attribute with every user must not fill the memory. */
const MOST_PATHS = 500;
/** What a mapping cannot use. */
const LEFT_OUT = new Set(['schemas', 'id', 'meta', 'password', 'groups', 'active']);

/** The attributes of stored users, extension paths in full, those that most users have first. */
export function seenAttributes(resources: readonly ScimResource[]): SeenAttribute[] {
  const found = new Map<string, { type: SeenAttribute['type']; users: number; samples: Set<string> }>();
  for (const resource of resources) {
    const ofUser = new Set<string>();
    for (const [path, value] of pathsOf(resource)) {
      let seen = found.get(path);
      if (seen === undefined) {
        if (found.size >= MOST_PATHS) continue;
        found.set(path, (seen = { type: typeOf(value), users: 0, samples: new Set() }));
      }
      if (!ofUser.has(path)) seen.users += 1;
      ofUser.add(path);
      const sample = textOf(value);
      if (sample !== undefined && seen.samples.size < MOST_SAMPLES) seen.samples.add(sample);
    }
  }
  return [...found]
    .map(([path, { type, users, samples }]) => ({ path, type, seen_in: users, samples: [...samples] }))
    .sort((a, b) => b.seen_in - a.seen_in || (a.path < b.path ? -1 : 1));
}

function* pathsOf(resource: ScimResource): Generator<[path: string, value: unknown]> {
  for (const [name, value] of Object.entries(resource)) {
    if (LEFT_OUT.has(name) || isAbsent(value)) continue;
    if (!name.includes(':')) yield* valuesOf(name, value);
    else if (name !== USER_URN && isObject(value)) {
      for (const [inner, one] of Object.entries(value)) if (!isAbsent(one)) yield* valuesOf(`${name}:${inner}`, one);
    }
  }
}

/** Elements of a list by their type: `emails[type eq "work"].value`. */
function* valuesOf(path: string, value: unknown): Generator<[path: string, value: unknown]> {
  if (Array.isArray(value)) {
    for (const element of value) {
      if (!isObject(element)) yield [path, element];
      else {
        const type =
          typeof element['type'] === 'string' && !element['type'].includes('"') ? element['type'] : undefined;
        const which = type === undefined ? path : `${path}[type eq "${type.slice(0, LONGEST_SAMPLE)}"]`;
        for (const [inner, one] of Object.entries(element)) {
          if (inner !== 'type' && inner !== 'primary' && !isAbsent(one)) yield [`${which}.${inner}`, one];
        }
      }
    }
  } else if (isObject(value)) {
    for (const [inner, one] of Object.entries(value)) if (!isAbsent(one)) yield [`${path}.${inner}`, one];
  } else yield [path, value];
}

function typeOf(value: unknown): SeenAttribute['type'] {
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'number' || type === 'boolean' || type === 'object' ? type : 'string';
}

function textOf(value: unknown): string | undefined {
  if (value === null || typeof value === 'object') return undefined;
  return String(value).slice(0, LONGEST_SAMPLE).toWellFormed();
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined || value === '';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
