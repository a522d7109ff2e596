import { isDeepStrictEqual } from 'node:util';

export type Variables = Record<string, unknown>;

const NAME = /\{\{([^{}]+)\}\}/g;

/** Puts captured values in place of `{{name}}`, in keys too. A string that is nothing else becomes the value itself. */
export function substitute<T>(template: T, variables: Variables): T {
  if (typeof template === 'string') return fill(template, variables) as T;
  if (Array.isArray(template)) return template.map((element: unknown) => substitute(element, variables)) as T;
  if (typeof template !== 'object' || template === null) return template;
  const entries = Object.entries(template).map(([key, value]) => [
    String(fill(key, variables)),
    substitute(value as unknown, variables),
  ]);
  return Object.fromEntries(entries) as T;
}

function fill(text: string, variables: Variables): unknown {
  const whole = /^\{\{([^{}]+)\}\}$/.exec(text)?.[1];
  if (whole !== undefined) return valueOf(whole, variables);
  return text.replace(NAME, (_match, name: string) => String(valueOf(name, variables)));
}

function valueOf(name: string, variables: Variables): unknown {
  if (!(name in variables)) throw new Error(`{{${name}}} was never captured`);
  return variables[name];
}

/** Merges a client's changes into what it had read; null takes a member away. */
export function mergeInto(base: unknown, changes: unknown): unknown {
  if (!isRecord(base) || !isRecord(changes)) return changes;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key];
    else merged[key] = isDeepStrictEqual(merged[key], value) ? value : mergeInto(merged[key], value);
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
