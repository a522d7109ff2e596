import { type MailName } from './mail-name.js';
import { type MailTemplate } from './template.js';

/** What is sent where an organization has no template of its own. */
export const BUILT_IN: Readonly<Record<MailName, MailTemplate>> = {
  welcome: {
    subject: 'Welcome to {{organization.name}}',
    text: 'Hello {{user.name}},\n\nyour account at {{organization.name}} is ready. Sign in at {{sign_in_url}}',
  },
  departure_scheduled: {
    subject: '{{user.name}} leaves on {{departure.date}}',
    text: '{{user.name}} ({{user.email}}) leaves {{organization.name}} on {{departure.date}}.\n\nThe account stays active until then, and is deactivated at that time.',
  },
  departure_moved: {
    subject: '{{user.name}} leaves on {{departure.date}} instead',
    text: '{{user.name}} ({{user.email}}) leaves {{organization.name}} on {{departure.date}}. The date was {{departure.previous_date}} before.',
  },
  departure_canceled: {
    subject: '{{user.name}} stays',
    text: '{{user.name}} ({{user.email}}) does not leave {{organization.name}} on {{departure.previous_date}}. The departure was canceled.',
  },
  departed: {
    subject: '{{user.name}} has left',
    text: '{{user.name}} ({{user.email}}) has left {{organization.name}}. The account was deactivated on {{departure.date}}.',
  },
  mass_leave_held: {
    subject: '{{held.count}} departures wait for approval',
    text: 'More people than usual are leaving the directory {{directory.name}} of {{organization.name}}.\n\n{{held.count}} of them wait for approval; the limit is {{held.limit}} within an hour. They stay active until somebody approves their departure.',
  },
  deprovisioning_unacknowledged: {
    subject: '{{deprovisioning.count}} deprovisioning(s) not acknowledged by {{endpoint.host}}',
    text: 'The application at {{endpoint.host}} has not acknowledged that {{deprovisioning.count}} person(s) of {{organization.name}} left. The oldest notice is of {{deprovisioning.since}}, after {{deprovisioning.attempts}} attempt(s).\n\nCheck the access of people who left by hand until the application answers again.',
  },
  connection_failing: {
    subject: 'The connection of {{directory.name}} is failing',
    text: 'The directory {{directory.name}} of {{organization.name}} could not be read {{connection.failures}} times in a row.\n\nThe last error: {{connection.error}}',
  },
  sync_needs_review: {
    subject: 'A sync of {{directory.name}} waits for a review',
    text: 'A sync of the directory {{directory.name}} of {{organization.name}} would deactivate {{sync.would_deactivate}} of {{sync.of}} people. It waits until somebody approves it.\n\nWhy it stopped: {{sync.reason}}\n\nThe sync: {{sync.id}}',
  },
  portal_link: {
    subject: 'Set up directory sync for {{organization.name}}',
    text: '{{application.name}} asks you to connect the directory of {{organization.name}}, so that people get in when they join, and lose their access when they leave.\n\nOpen the admin portal: {{link.url}}\n\nThe link works once, until {{link.expires}}. Do not pass it on: whoever opens it may change the settings of the directory.',
  },
};
