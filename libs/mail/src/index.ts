export { domainOf, isMailable } from './address.js';
export {
  composeMail,
  type MailContent,
  type MailDraft,
  mailTime,
  type QueuedMail,
  renderMail,
} from './compose-mail.js';
export { MAIL_NAMES, type MailName, type MailValues, PLACEHOLDERS, sampleValues } from './mail-name.js';
export { failedAttempt, MAIL_RETRY_MS, type MailAttempt, nextMailAttempt } from './mail-outcome.js';
export { MAIL_LEASE_MS, type MailLimits, MailSender, type MailSenderOptions, type MailToSend } from './mail-sender.js';
export { type MailSettings, mailSettings, NO_MAIL } from './mail-settings.js';
export { type MailTemplate, oneLine, templateProblem } from './template.js';
