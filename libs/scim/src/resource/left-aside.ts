import { ScimError } from '../message/error.js';
import { isObject, type JsonObject } from '../path/read.js';

/** Something that a request said and nobody could read, while the same request said that somebody is to leave. */
export interface LeftAside {
  problem: ScimError;
  /** What was not read, where that is known: an attribute of the resource or of the extension `urn`, or all of that. */
  of?: { urn?: string; attribute: string };
}

/** Of a body of nothing but mistakes the rest is not even looked at: it must not keep the process busy. */
export const MOST_LEFT_ASIDE = 100;

/** Runs a step; what it refuses as unreadable is handed over, and any other error is thrown. */
export function attempt(step: () => void, refused: (problem: ScimError) => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    refused(error);
  }
}

/** A resource that replaces another: what could not be read stays as it was. */
export function keepLeftAside(current: JsonObject, next: JsonObject, leftAside: readonly LeftAside[]): JsonObject {
  const kept = { ...next };
  for (const { of } of leftAside) {
    if (of === undefined) continue;
    if (of.urn === undefined) keep(current, kept, of.attribute);
    else if (of.attribute === '') keep(current, kept, of.urn);
    else if (isObject(current[of.urn])) {
      const extension = isObject(kept[of.urn]) ? { ...(kept[of.urn] as JsonObject) } : {};
      keep(current[of.urn] as JsonObject, extension, of.attribute);
      if (Object.keys(extension).length > 0) kept[of.urn] = extension;
    }
  }
  return kept;
}

function keep(from: JsonObject, to: JsonObject, key: string): void {
  if (!Object.hasOwn(to, key) && Object.hasOwn(from, key)) to[key] = from[key];
}
