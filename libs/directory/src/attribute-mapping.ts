import { parsePath, type Path, ScimError, USER } from '#scim';
import { isTransform, TRANSFORM_NAMES } from './transforms.js';

/** One rule of a directory's mapping, as the management API takes and shows it. */
export interface AttributeMapping {
  /** A canonical field, or `custom_attributes.x`. */
  key: string;
  /** SCIM paths, the first that has a value wins. */
  map_to: string | string[];
  /** Where none has. */
  default?: string | number | boolean;
  transforms?: string[];
}

export const MAPPABLE_TEXTS = [
  'email',
  'preferred_username',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'title',
  'department',
  'division',
  'organization',
  'cost_center',
  'employee_id',
  'user_type',
  'manager',
  'phone_number',
  'locale',
  'language',
  'zoneinfo',
  'picture',
  'profile',
] as const;

export const CUSTOM_PREFIX = 'custom_attributes.';
const MAX_MAPPINGS = 100;
const MAX_PATHS = 10;
const MAX_TEXT = 1_024;
const MAX_TRANSFORMS = 10;
const CUSTOM_NAME = /^[A-Za-z_][\w-]{0,63}$/;
/** Names that would reach a JavaScript object's prototype. */
const UNSAFE_NAMES = ['__proto__', 'constructor', 'prototype'];

export interface MappingProblem {
  /** E.g. `attributes[2].map_to[0]`. */
  field: string;
  description: string;
}

/** Everything that is wrong with a mapping, by index and field; empty when it may be stored. */
export function mappingProblems(entries: unknown): MappingProblem[] {
  if (!Array.isArray(entries) || entries.length > MAX_MAPPINGS) {
    return [{ field: 'attributes', description: `must be an array of at most ${MAX_MAPPINGS} mappings` }];
  }
  const seen = new Set<unknown>();
  return entries.flatMap((entry: unknown, index) => {
    const at = `attributes[${index}]`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      return [{ field: at, description: 'must be an object {key, map_to, default?, transforms?}' }];
    }
    const { key, map_to: paths, default: fallback, transforms } = entry as Record<string, unknown>;
    const problems = [
      ...keyProblems(key, `${at}.key`),
      ...pathsProblems(paths, `${at}.map_to`),
      ...defaultProblems(key, fallback, `${at}.default`),
      ...transformProblems(transforms, `${at}.transforms`),
    ];
    if (seen.has(key)) problems.push({ field: `${at}.key`, description: `"${String(key)}" is mapped twice` });
    seen.add(key);
    return problems;
  });
}

/** Of settings, which were checked before they were stored. */
export function parseUserPath(text: string): Path {
  const path = parsePath(text, USER);
  const problem = attributeProblem(path, text);
  if (problem !== undefined) throw new TypeError(problem);
  return path;
}

function attributeProblem(path: Path, text: string): string | undefined {
  if (path.attribute === '') return `"${text}" names a schema, not an attribute`;
  return path.urn === undefined && path.attribute === 'password' ? 'a password is never kept' : undefined;
}

/** Why a text is no path to map from; undefined where it is one. */
export function pathProblem(text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '' || text.length > MAX_TEXT) return 'must be a SCIM attribute path';
  try {
    return attributeProblem(parsePath(text, USER), text);
  } catch (error) {
    if (error instanceof ScimError) return error.detail;
    throw error;
  }
}

function keyProblems(key: unknown, field: string): MappingProblem[] {
  if (key === 'active') {
    return [{ field, description: '"active" cannot be mapped: the identity provider alone says who is active' }];
  }
  if (typeof key === 'string') {
    if (([...MAPPABLE_TEXTS, 'emails', 'address'] as string[]).includes(key)) return [];
    if (key.startsWith(CUSTOM_PREFIX)) {
      const name = key.slice(CUSTOM_PREFIX.length);
      if (CUSTOM_NAME.test(name) && !UNSAFE_NAMES.includes(name)) return [];
    }
  }
  const known = [...MAPPABLE_TEXTS, 'emails', 'address', 'custom_attributes.<name>'].join(', ');
  return [{ field, description: `${JSON.stringify(key) ?? 'nothing'} is not one of ${known}` }];
}

function pathsProblems(paths: unknown, field: string): MappingProblem[] {
  if (!Array.isArray(paths)) return problemOf(field, pathProblem(paths));
  if (paths.length === 0 || paths.length > MAX_PATHS) {
    return problemOf(field, `must be a SCIM attribute path, or 1 to ${MAX_PATHS} of them`);
  }
  return paths.flatMap((path, index) => problemOf(`${field}[${index}]`, pathProblem(path)));
}

function defaultProblems(key: unknown, fallback: unknown, field: string): MappingProblem[] {
  if (fallback === undefined) return [];
  if (typeof fallback === 'string' && fallback !== '' && fallback.length <= MAX_TEXT) {
    return problemOf(field, key === 'address' ? 'an address has no default' : undefined);
  }
  const isCustom = typeof key === 'string' && key.startsWith(CUSTOM_PREFIX);
  if (isCustom && (typeof fallback === 'boolean' || Number.isFinite(fallback))) return [];
  return problemOf(
    field,
    `must be a string of 1 to ${MAX_TEXT} characters${isCustom ? ', a number or a boolean' : ''}`,
  );
}

function transformProblems(transforms: unknown, field: string): MappingProblem[] {
  if (transforms === undefined) return [];
  if (!Array.isArray(transforms) || transforms.length > MAX_TRANSFORMS)
    return problemOf(field, `must be an array of at most ${MAX_TRANSFORMS} names`);
  return transforms.flatMap((name, index) =>
    problemOf(`${field}[${index}]`, isTransform(name) ? undefined : `must be one of ${TRANSFORM_NAMES.join(', ')}`),
  );
}

const problemOf = (field: string, description: string | undefined): MappingProblem[] =>
  description === undefined ? [] : [{ field, description }];
