import { type Path, type ScimResource } from '#scim';
import { type AttributeMapping, CUSTOM_PREFIX } from './attribute-mapping.js';
import { toAddress, type UserProfile } from './profile.js';
import { allValues, firstValue, isMissing, objectOf, pathOf, scalarOf } from './resource-value.js';
import { transform } from './transforms.js';

interface Rule {
  key: string;
  paths: Path[];
  fallback: string | number | boolean | undefined;
  transforms: readonly string[];
}

/** A directory's mapping, ready to be applied. What it does not name keeps the default mapping's value. */
export class CompiledMapping {
  private readonly rules: Rule[];

  constructor(mappings: readonly AttributeMapping[]) {
    this.rules = mappings.map(({ key, map_to, default: fallback, transforms = [] }) => ({
      key,
      paths: [map_to].flat().map(pathOf),
      fallback,
      transforms,
    }));
  }

  /** Changes the profile in place. A mapped field without a value and without a default is null. */
  apply(profile: UserProfile, resource: ScimResource): void {
    for (const rule of this.rules) {
      if (rule.key === 'emails') profile.emails = emailsOf(rule, resource);
      else if (rule.key === 'address') profile.address = toAddress(objectOf(firstValue(rule.paths, resource)));
      else if (rule.key.startsWith(CUSTOM_PREFIX)) {
        const value = customValue(rule, resource);
        const name = rule.key.slice(CUSTOM_PREFIX.length);
        if (value === undefined) delete profile.custom_attributes[name];
        else profile.custom_attributes[name] = value;
      } else {
        const text = textOf(rule, resource);
        // A user without a name to go by would be nobody: the userName stays.
        if (text !== null || rule.key !== 'preferred_username') Object.assign(profile, { [rule.key]: text });
      }
    }
  }
}

function textOf(rule: Rule, resource: ScimResource): string | null {
  const value = scalarOf(firstValue(rule.paths, resource));
  const text = value === undefined ? undefined : transform(String(value), rule.transforms);
  return text === undefined || text === '' ? ((rule.fallback as string | undefined) ?? null) : (text as string);
}

function customValue(rule: Rule, resource: ScimResource): unknown {
  const value = transform(firstValue(rule.paths, resource), rule.transforms);
  return isMissing(value) ? rule.fallback : value;
}

function emailsOf(rule: Rule, resource: ScimResource): string[] {
  for (const path of rule.paths) {
    const texts = allValues(path, resource)
      .map(scalarOf)
      .filter((value) => value !== undefined)
      .map((value) => transform(String(value), rule.transforms) as string)
      .filter((text) => text !== '');
    if (texts.length > 0) return [...new Set(texts)];
  }
  return rule.fallback === undefined ? [] : [String(rule.fallback)];
}
