import { textOf } from './record-value.js';

/**
 * The groups that are only values of people. Two fields with the same value (a department and a location "Berlin") are
 * one group, since a derived group's name is the value itself.
 */
export function derivedGroups(fields: readonly string[], valueOf: (field: string) => unknown): string[] {
  return [...new Set(fields.map((field) => textOf(valueOf(field))).filter((text) => text !== undefined))];
}
