import { type MailName } from './mail-name.js';
import { type MailTemplate } from './template.js';

/** What an organization has mail sent for, and to whom. */
export interface MailSettings {
  welcome_mail: boolean;
  /** Of the welcome mail. Null: the built-in text. */
  subject: string | null;
  template: string | null;
  sign_in_url: string | null;
  it_contacts: string[];
  templates: Partial<Record<MailName, MailTemplate>>;
}

export const NO_MAIL: MailSettings = {
  welcome_mail: false,
  subject: null,
  template: null,
  sign_in_url: null,
  it_contacts: [],
  templates: {},
};

/** As stored; settings of before there were templates have none. */
export function mailSettings(stored: Partial<MailSettings> | null | undefined): MailSettings {
  return { ...NO_MAIL, ...stored };
}
