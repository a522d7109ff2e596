import { type Field, type FieldProblem, type Secrets, type Settings } from '../registry/connector-definition.js';
import { textOf } from '../record/record-value.js';

export const GROUP_FIELDS = ['department', 'division', 'location'] as const;

export interface BambooSettings {
  company: string;
  apiBase: string;
  groupsFrom: readonly string[];
  apiKey: string;
  webhookKey: string | undefined;
}

export const BAMBOOHR_SETTINGS: Record<string, Field> = {
  company_domain: {
    kind: 'text',
    required: true,
    description: 'What stands before `.bamboohr.com` in the address of your BambooHR',
    example: 'acme',
  },
  api_base: { kind: 'url', description: 'Scheme and host of the API', example: 'https://api.bamboohr.com' },
  groups_from: {
    kind: 'texts',
    values: GROUP_FIELDS,
    description: 'Which values of employees become groups',
    example: ['department'],
  },
  departures: {
    kind: 'boolean',
    description: 'Whether the termination date is the departure date of the graceful policy',
    example: false,
  },
};

export const BAMBOOHR_SECRETS: Record<string, Field> = {
  api_key: { kind: 'text', required: true, description: 'An API key', example: '0123456789abcdef' },
  webhook_key: { kind: 'text', description: 'The private key of the webhook', example: 'fedcba9876543210' },
};

/** A company domain is one label of a host name; it becomes a part of a path. */
export function bambooProblems(settings: Settings): FieldProblem[] {
  const company = textOf(settings['company_domain']) ?? '';
  return /^[A-Za-z0-9-]{1,63}$/.test(company)
    ? []
    : [
        {
          field: 'settings.company_domain',
          description: 'must be the first part of `acme.bamboohr.com`, without dots',
        },
      ];
}

export const bambooSettings = (settings: Settings, secrets: Secrets): BambooSettings => ({
  company: textOf(settings['company_domain'])!,
  apiBase: textOf(settings['api_base']) ?? 'https://api.bamboohr.com',
  groupsFrom: (settings['groups_from'] as string[] | undefined) ?? ['department'],
  apiKey: textOf(secrets['api_key'])!,
  webhookKey: textOf(secrets['webhook_key']),
});
