import { type Capability } from '../directory-scope';

/** How a field is filled in, and which part of the connection it belongs to. */
export interface ConnectionField {
  name: string;
  part: 'settings' | 'secrets';
  kind: 'text' | 'secret' | 'long-secret' | 'long-text' | 'switch' | 'choice' | 'choices' | 'list';
  /** The name of its text, where two sources call the same setting differently. */
  text?: string;
  required?: boolean;
  options?: readonly string[];
  /** Only where the face may do this. */
  needs?: Capability;
  /** Only with this way of signing in. */
  signIn?: 'password' | 'oauth';
}

const setting = (name: string, more: Partial<ConnectionField> = {}): ConnectionField => ({
  name,
  part: 'settings',
  kind: 'text',
  ...more,
});

/** Shown in plain while it is typed; stored with the secrets. */
const name = (field: string, more: Partial<ConnectionField> = {}): ConnectionField => ({
  name: field,
  part: 'secrets',
  kind: 'text',
  ...more,
});

const secret = (field: string, more: Partial<ConnectionField> = {}): ConnectionField => ({
  name: field,
  part: 'secrets',
  kind: 'secret',
  ...more,
});

export const CONNECTION_FIELDS: Record<string, readonly ConnectionField[]> = {
  GOOGLE: [
    secret('service_account', { kind: 'long-secret', required: true }),
    setting('admin_email', { required: true }),
    setting('customer'),
    setting('domain'),
    setting('group_filter', { kind: 'list' }),
    setting('derived_members', { kind: 'switch' }),
    setting('api_base', { needs: 'api_base' }),
  ],
  BAMBOOHR: [
    setting('company_domain', { required: true }),
    secret('api_key', { required: true }),
    setting('groups_from', { kind: 'choices', options: ['department', 'division', 'location'] }),
    setting('departures', { kind: 'switch' }),
    setting('api_base', { needs: 'api_base' }),
  ],
  WORKDAY: [
    setting('report_url', { required: true }),
    name('username', { signIn: 'password' }),
    secret('password', { signIn: 'password' }),
    setting('token_url', { signIn: 'oauth' }),
    name('client_id', { signIn: 'oauth' }),
    secret('client_secret', { signIn: 'oauth' }),
    secret('refresh_token', { signIn: 'oauth' }),
    setting('groups_from', { kind: 'list' }),
  ],
  HIBOB: [
    name('service_user_id', { required: true }),
    secret('token', { required: true }),
    setting('groups_from', { kind: 'list' }),
    setting('api_base', { needs: 'api_base' }),
  ],
  LDAP: [
    setting('flavor', { kind: 'choice', options: ['auto', 'active_directory', 'openldap'] }),
    setting('url', { required: true }),
    setting('start_tls', { kind: 'switch' }),
    setting('ca', { kind: 'long-text' }),
    name('bind_dn', { required: true }),
    secret('bind_password', { required: true }),
    setting('base_dn', { required: true }),
    setting('user_base_dn'),
    setting('user_filter'),
    setting('group_base_dn'),
    setting('group_filter', { text: 'ldap_group_filter' }),
    setting('nested_groups', { kind: 'switch' }),
  ],
};

/** The fields that a Workday report names as it likes. */
export const REPORT_COLUMNS = [
  'id',
  'email',
  'user_name',
  'given_name',
  'family_name',
  'active',
  'title',
  'department',
  'manager_id',
  'hire_date',
  'termination_date',
] as const;

export const SCHEDULES = ['off', '5m', '15m', '30m', '1h', '6h', '24h'] as const;
