import { type Path, type ScimResource, spend } from '#scim';
import { type AttributeMapping, CUSTOM_PREFIX } from './attribute-mapping.js';
import { toAddress, type UserProfile } from './profile.js';
import { affordable } from './projection-budget.js';
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

  /**
   * Changes the profile in place. A mapped field without a value and without a default is null.
   * @returns the keys that were left aside, as if no path had a value: there were no steps left for them
   */
  apply(profile: UserProfile, resource: ScimResource): string[] {
    return this.rules.filter((rule) => !isApplied(rule, profile, resource)).map(({ key }) => key);
  }
}

function isApplied(rule: Rule, profile: UserProfile, resource: ScimResource): boolean {
  return affordable(
    () => {
      applyRule(rule, profile, resource);
      return true;
    },
    () => {
      applyRule({ ...rule, paths: [] }, profile, resource);
      return false;
    },
  );
}

function applyRule(rule: Rule, profile: UserProfile, resource: ScimResource): void {
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

function textOf(rule: Rule, resource: ScimResource): string | null {
  const value = scalarOf(firstValue(rule.paths, resource));
  spendOnCopy(value);
  const text = value === undefined ? undefined : transform(String(value), rule.transforms);
  return text === undefined || text === '' ? ((rule.fallback as string | undefined) ?? null) : (text as string);
}

function customValue(rule: Rule, resource: ScimResource): unknown {
  const found = firstValue(rule.paths, resource);
  spendOnCopy(found);
  const value = transform(found, rule.transforms);
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

/** A profile does not grow beyond the user by naming one large value again and again. */
function spendOnCopy(value: unknown): void {
  if (typeof value === 'string') spend(value.length >> 4);
  else if (typeof value === 'object' && value !== null) spend(JSON.stringify(value).length >> 4);
}
