/** The mails that the broker sends (docs/mail.md). */
export const MAIL_NAMES = [
  'welcome',
  'departure_scheduled',
  'departure_moved',
  'departure_canceled',
  'departed',
  'mass_leave_held',
  'deprovisioning_unacknowledged',
  'connection_failing',
  'sync_needs_review',
  'portal_link',
] as const;

export type MailName = (typeof MAIL_NAMES)[number];

/** What a template shows, by placeholder. */
export type MailValues = Readonly<Record<string, string>>;

const EVERYWHERE = ['organization.name', 'directory.name'];
const USER = [
  'user.name',
  'user.given_name',
  'user.family_name',
  'user.email',
  'user.preferred_username',
  'user.title',
  'user.department',
];

/** The placeholders that each mail's template may have. */
export const PLACEHOLDERS: Readonly<Record<MailName, readonly string[]>> = {
  // The last three are the words of the fields `subject` and `template`, which were there before `templates`.
  welcome: [...USER, ...EVERYWHERE, 'sign_in_url', 'name', 'organization'],
  departure_scheduled: [...USER, ...EVERYWHERE, 'departure.date'],
  departure_moved: [...USER, ...EVERYWHERE, 'departure.date', 'departure.previous_date'],
  departure_canceled: [...USER, ...EVERYWHERE, 'departure.previous_date'],
  departed: [...USER, ...EVERYWHERE, 'departure.date'],
  mass_leave_held: [...EVERYWHERE, 'held.count', 'held.limit'],
  deprovisioning_unacknowledged: [
    'organization.name',
    'deprovisioning.count',
    'deprovisioning.since',
    'deprovisioning.attempts',
    'endpoint.host',
  ],
  connection_failing: [...EVERYWHERE, 'connection.error', 'connection.failures'],
  sync_needs_review: [...EVERYWHERE, 'sync.id', 'sync.reason', 'sync.would_deactivate', 'sync.of'],
  portal_link: ['organization.name', 'application.name', 'link.url', 'link.expires'],
};

/** Values for a mail that is sent to try it out. */
export function sampleValues(mail: MailName): MailValues {
  const samples: Record<string, string> = {
    'organization.name': 'Example Ltd',
    'directory.name': 'Example directory',
    'user.name': 'Ada Lovelace',
    'user.given_name': 'Ada',
    'user.family_name': 'Lovelace',
    'user.email': 'ada@example.com',
    'user.preferred_username': 'ada@example.com',
    'user.title': 'Analyst',
    'user.department': 'Engines',
    sign_in_url: 'https://app.example.com/login',
    name: 'Ada Lovelace',
    organization: 'Example Ltd',
    'departure.date': '2026-01-31 17:00 UTC',
    'departure.previous_date': '2026-01-15 17:00 UTC',
    'held.count': '12',
    'held.limit': '50',
    'deprovisioning.count': '1',
    'deprovisioning.since': '2026-01-31 17:00 UTC',
    'deprovisioning.attempts': '3',
    'endpoint.host': 'app.example.com',
    'connection.error': 'the server refused the credentials',
    'connection.failures': '3',
    'sync.id': 'sync_01KB4Z7Q3M8XN5T2VWPE6RJSYN',
    'sync.reason': '40 of 200 people would leave: more than 20 % and more than 10.',
    'sync.would_deactivate': '40',
    'sync.of': '200',
    'application.name': 'Example application',
    'link.url': 'https://rollcall.example.com/portal/l/EXAMPLE',
    'link.expires': '2026-01-31 17:00 UTC',
  };
  return Object.fromEntries(PLACEHOLDERS[mail].map((name) => [name, samples[name] ?? '']));
}
