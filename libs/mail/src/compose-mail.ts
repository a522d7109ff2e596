import { createHash } from 'node:crypto';
import { isMailable } from './address.js';
import { BUILT_IN } from './built-in-templates.js';
import { type MailName, type MailValues } from './mail-name.js';
import { type MailSettings } from './mail-settings.js';
import { fillHtml, fillText, htmlOf, type MailTemplate, oneLine } from './template.js';

export interface MailDraft {
  mail: MailName;
  organizationId: string;
  directoryId: string | null;
  userId: string | null;
  /** What the mail is about, as ids: the same address gets the same mail about the same cause once. */
  cause: string;
  to: string;
  values: MailValues;
}

/** A row of the outbox. */
export interface QueuedMail {
  id: string;
  organization_id: string;
  directory_id: string | null;
  user_id: string | null;
  mail: MailName;
  /** Of the mail, the cause and the address; the Message-ID is made of it. */
  message_key: string;
  recipient: string;
  subject: string;
  text_part: string;
  html_part: string;
  state: 'queued' | 'suppressed';
  error: string | null;
}

export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

const LONGEST_SUBJECT = 200;
const LONGEST_STORED_ADDRESS = 254;

/** The mail as it is sent, the same on every attempt. */
export function composeMail(id: string, draft: MailDraft, settings: MailSettings): QueuedMail {
  const { subject, text, html } = renderMail(draft.mail, draft.values, settings);
  const problem = isMailable(draft.to)
    ? null
    : draft.to === ''
      ? 'there is no mail address'
      : 'the mail address is not valid';
  return {
    id,
    organization_id: draft.organizationId,
    directory_id: draft.directoryId,
    user_id: draft.userId,
    mail: draft.mail,
    message_key: messageKey(draft),
    recipient: oneLine(draft.to).slice(0, LONGEST_STORED_ADDRESS),
    subject,
    text_part: problem === null ? text : '',
    html_part: problem === null ? html : '',
    state: problem === null ? 'queued' : 'suppressed',
    error: problem,
  };
}

export function renderMail(mail: MailName, values: MailValues, settings: MailSettings): MailContent {
  const template = templateOf(mail, settings);
  const text = fillText(template.text, values);
  const subject = oneLine(fillText(template.subject, values)).slice(0, LONGEST_SUBJECT);
  return { subject, text, html: template.html === undefined ? htmlOf(text) : fillHtml(template.html, values) };
}

function templateOf(mail: MailName, settings: MailSettings): MailTemplate {
  const own = settings.templates[mail];
  if (own !== undefined) return own;
  const builtIn = BUILT_IN[mail];
  if (mail !== 'welcome') return builtIn;
  return { subject: settings.subject ?? builtIn.subject, text: settings.template ?? builtIn.text };
}

function messageKey({ mail, cause, to }: MailDraft): string {
  return createHash('sha256')
    .update(JSON.stringify([mail, cause, to.toLowerCase()]))
    .digest('hex')
    .slice(0, 40);
}

/** `2026-01-31 17:00 UTC`, for people. */
export function mailTime(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
