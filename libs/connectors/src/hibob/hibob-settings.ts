import { type Field, type FieldProblem, type Secrets, type Settings } from '../registry/connector-definition.js';
import { textOf } from '../record/record-value.js';
import { HIBOB_FIELDS } from './hibob-user.js';

export interface BobSettings {
  apiBase: string;
  /** Canonical field -> HiBob's field. */
  fields: Record<string, string>;
  /** Which of them the customer has named. */
  named: readonly string[];
  /** HiBob's fields whose values become groups. */
  groupsFrom: readonly string[];
  serviceUserId: string;
  token: string;
}

export const HIBOB_SETTINGS: Record<string, Field> = {
  api_base: { kind: 'url', description: 'Scheme and host of the API', example: 'https://api.hibob.com' },
  fields: {
    kind: 'map',
    description: "HiBob's field for each canonical field, where it is not the usual one",
    example: { department: 'work.department', title: 'work.title' },
  },
  groups_from: {
    kind: 'texts',
    description: 'Fields whose values become groups, by their canonical name or by that of HiBob',
    example: ['department'],
  },
};

export const HIBOB_SECRETS: Record<string, Field> = {
  service_user_id: { kind: 'text', required: true, description: 'The ID of the service user', example: 'SERVICE-1234' },
  token: { kind: 'text', required: true, description: 'The token of the service user', example: '…' },
};

const FIELD_PATH = /^[A-Za-z0-9_]{1,100}(\.[A-Za-z0-9_]{1,100}){1,5}$/;

export function bobProblems(settings: Settings): FieldProblem[] {
  const fields = (settings['fields'] as Record<string, string> | undefined) ?? {};
  return Object.entries(fields)
    .filter(([, path]) => !FIELD_PATH.test(path))
    .map(([field]) => ({
      field: `settings.fields.${field}`,
      description: 'must be a field path of HiBob such as `work.title`',
    }));
}

export function bobSettings(settings: Settings, secrets: Secrets): BobSettings {
  const named = (settings['fields'] as Record<string, string> | undefined) ?? {};
  const fields = { ...HIBOB_FIELDS, ...named };
  const groups = (settings['groups_from'] as string[] | undefined) ?? [];
  return {
    apiBase: textOf(settings['api_base']) ?? 'https://api.hibob.com',
    fields,
    named: Object.keys(named),
    groupsFrom: groups.map((name) => fields[name] ?? name),
    serviceUserId: textOf(secrets['service_user_id'])!,
    token: textOf(secrets['token'])!,
  };
}
