import { type components } from '#client';

export type Settings = components['schemas']['PortalSettingsBody'];
export type SettingsAnswer = components['schemas']['PortalSettingsAnswer'];
export type Section = NonNullable<Settings['sections']>[number];

export const SECTIONS: readonly Section[] = ['setup', 'users', 'requests', 'mapping', 'roles', 'settings', 'syncs'];

/** The settings as they are typed. */
export interface SettingsForm {
  application_name: string;
  accent: string;
  support_url: string;
  support_email: string;
  return_url: string;
  allowed_origins: string;
  /** Empty: as the application has it. */
  allow_invites: '' | 'yes' | 'no';
  /** Null: as the application has them. */
  sections: Section[] | null;
}

export const formOf = (settings: Settings): SettingsForm => ({
  application_name: settings.application_name ?? '',
  accent: settings.accent ?? '',
  support_url: settings.support_url ?? '',
  support_email: settings.support_email ?? '',
  return_url: settings.return_url ?? '',
  allowed_origins: (settings.allowed_origins ?? []).join('\n'),
  allow_invites: settings.allow_invites === null ? '' : settings.allow_invites ? 'yes' : 'no',
  sections: settings.sections === null ? null : [...settings.sections],
});

/** What is left empty is null: an organization then inherits it, and the application has none. */
export function settingsOf(form: SettingsForm, inherits: boolean): Settings {
  const origins = form.allowed_origins
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  return {
    application_name: text(form.application_name),
    accent: text(form.accent),
    support_url: text(form.support_url),
    support_email: text(form.support_email),
    return_url: text(form.return_url),
    allowed_origins: origins.length === 0 && inherits ? null : origins,
    allow_invites: form.allow_invites === '' ? null : form.allow_invites === 'yes',
    sections: form.sections,
  };
}

export const isColour = (text: string): boolean => /^#[0-9a-fA-F]{6}$/.test(text);
