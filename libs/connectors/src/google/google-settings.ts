import { asDocument } from '../registry/field-problems.js';
import { type Field, type FieldProblem, type Secrets, type Settings } from '../registry/connector-definition.js';
import { textOf } from '../record/record-value.js';

export interface GoogleSettings {
  adminEmail: string;
  /** Either `customer` or `domain`, as a query wants it. */
  owner: { customer: string } | { domain: string };
  groupFilter: string[] | undefined;
  derivedMembers: boolean;
  apiBase: string;
  tokenUrl: string;
}

/** What of the JSON key is needed. */
export interface ServiceAccount {
  clientEmail: string;
  clientId: string | undefined;
  privateKey: string;
  keyId: string | undefined;
}

export const GOOGLE_SETTINGS: Record<string, Field> = {
  admin_email: {
    kind: 'text',
    required: true,
    description: 'The administrator to act as',
    example: 'admin@acme.com',
  },
  customer: { kind: 'text', description: 'The customer ID; `my_customer` is your own', example: 'my_customer' },
  domain: { kind: 'text', description: 'One domain in place of the whole customer', example: 'acme.com' },
  group_filter: {
    kind: 'texts',
    description: 'Addresses of the groups to read; all groups unless given',
    example: ['engineering@acme.com'],
  },
  derived_members: { kind: 'boolean', description: 'Count members of nested groups', example: false },
  api_base: { kind: 'url', description: 'Scheme and host of the API', example: 'https://admin.googleapis.com' },
  token_url: { kind: 'url', description: 'The token endpoint', example: 'https://oauth2.googleapis.com/token' },
};

export const GOOGLE_SECRETS: Record<string, Field> = {
  service_account: {
    kind: 'document',
    required: true,
    description: 'The JSON key of the service account',
    example: { type: 'service_account', client_email: 'rollcall@acme.iam.gserviceaccount.com', private_key: '…' },
  },
};

export function googleProblems(settings: Settings, secrets: Secrets): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (textOf(settings['customer']) !== undefined && textOf(settings['domain']) !== undefined)
    problems.push({ field: 'settings.domain', description: 'give `customer` or `domain`, not both' });
  const key = asDocument(secrets['service_account']);
  for (const name of ['client_email', 'private_key'])
    if (key !== undefined && textOf(key[name]) === undefined)
      problems.push({
        field: 'secrets.service_account',
        description: `has no ${name}; it must be the JSON key of a service account`,
      });
  return problems;
}

export function googleSettings(settings: Settings, secrets: Secrets): GoogleSettings {
  const domain = textOf(settings['domain']);
  const groups = settings['group_filter'] as string[] | undefined;
  return {
    adminEmail: textOf(settings['admin_email'])!,
    owner: domain === undefined ? { customer: textOf(settings['customer']) ?? 'my_customer' } : { domain },
    groupFilter: groups === undefined || groups.length === 0 ? undefined : groups,
    derivedMembers: settings['derived_members'] === true,
    apiBase: textOf(settings['api_base']) ?? 'https://admin.googleapis.com',
    tokenUrl:
      textOf(settings['token_url']) ??
      textOf(asDocument(secrets['service_account'])?.['token_uri']) ??
      'https://oauth2.googleapis.com/token',
  };
}

export function serviceAccountOf(secrets: Secrets): ServiceAccount {
  const key = asDocument(secrets['service_account'])!;
  return {
    clientEmail: textOf(key['client_email'])!,
    clientId: textOf(key['client_id']),
    privateKey: lines(String(key['private_key'])),
    keyId: textOf(key['private_key_id']),
  };
}

/** A key that went through an environment variable or a form may have its line ends escaped once more. */
const lines = (pem: string): string => pem.replaceAll('\\r\\n', '\n').replaceAll('\\n', '\n');
