import { type components } from '#client';
import { type ConnectionField } from './connection-fields';

type Schemas = components['schemas'];

export type StoredConnection = Schemas['ConnectionBody'];
export type ConnectionTest = Schemas['ConnectionTestAnswer'];

/** What stands in the form, each as text; switches are `true` or empty. */
export type FormValues = Record<string, string>;

export function valuesOf(fields: readonly ConnectionField[], stored: StoredConnection | null): FormValues {
  const values: FormValues = {};
  for (const { name, part, kind, options } of fields) {
    const value = part === 'settings' ? stored?.settings[name] : undefined;
    if (Array.isArray(value)) values[name] = value.join('\n');
    else if (typeof value === 'string' || typeof value === 'number') values[name] = String(value);
    else if (value === true) values[name] = 'true';
    else values[name] = kind === 'choice' ? (options?.[0] ?? '') : '';
  }
  const columns = (stored?.settings['columns'] ?? {}) as Record<string, unknown>;
  for (const [field, column] of Object.entries(columns)) values[columnName(field)] = String(column);
  return values;
}

export const columnName = (field: string): string => `columns.${field}`;

/** As the api takes it: what is empty is left out, and a secret that is left out keeps its value. */
export function bodyOf(fields: readonly ConnectionField[], values: FormValues, kept: Record<string, unknown>) {
  // Settings of an api client that this form has no field for stay.
  const settings: Record<string, unknown> = { ...kept };
  const secrets: Record<string, unknown> = {};
  for (const { name, part, kind } of fields) {
    const text = (values[name] ?? '').trim();
    const target = part === 'settings' ? settings : secrets;
    delete target[name];
    if (text === '') continue;
    target[name] = kind === 'switch' ? true : kind === 'list' || kind === 'choices' ? listOf(text) : text;
  }
  const columns = Object.entries(values)
    .filter(([name, text]) => name.startsWith('columns.') && text.trim() !== '')
    .map(([name, text]) => [name.slice('columns.'.length), text.trim()] as const);
  if (columns.length > 0) settings['columns'] = Object.fromEntries(columns);
  return { settings, secrets };
}

export const listOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Required fields that are empty and were not stored before. */
export const missingFields = (
  fields: readonly ConnectionField[],
  values: FormValues,
  secretsSet: readonly string[],
): string[] =>
  fields
    .filter(({ name, required }) => required && (values[name] ?? '').trim() === '' && !secretsSet.includes(name))
    .map(({ name }) => name);
