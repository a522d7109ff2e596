import { composeMail, type MailName, type MailSettings, mailTime, type MailValues, type QueuedMail } from '#mail';
import { newId } from './id.js';
import { type DeprovisioningPolicy } from './policy.js';
import { type DirectoryState } from './directory-state.js';
import { type UnitOfWork } from './unit-of-work.js';
import { nameKey, type UserRecord } from './user.js';

/** Loaded with the directory where mail can be sent at all. */
export interface MailContext {
  settings: MailSettings;
  /** The name of the organization, and of the directory. */
  organization: string;
  directory: string;
  /** Until then whoever arrives belongs to the initial sync; null: nobody has arrived yet. */
  initialSyncUntil: string | null;
}

/** The departure date of a user before and after a change, where there is one to come. */
export interface DepartureDates {
  was: string | null;
  is: string | null;
}

/** Queues the mails that a change causes, to be written with it (docs/mail.md). Does nothing where no mail can be sent. */
export class MailOutbox {
  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly outbox: { queueMail(mail: QueuedMail): void },
    private readonly at: string,
  ) {}

  /**
   * A user whom no event has announced before is new. Who arrives with the initial sync is no newcomer; who was imported has been
   * announced; who returns has been, too.
   */
  welcome(before: UserRecord | undefined, after: UserRecord): void {
    const context = this.state.mail;
    if (!context?.settings.welcome_mail || !after.active || (before?.version ?? 0) > 0) return;
    if (context.initialSyncUntil === null || context.initialSyncUntil > this.at) return;
    this.queue('welcome', after, after.profile.email ?? '', after.id);
  }

  /** Tells the manager and the IT contacts, as the policy says, what became of a departure. After the change was announced. */
  async departure(
    before: UserRecord | undefined,
    after: UserRecord,
    { was, is }: DepartureDates,
    policy: DeprovisioningPolicy = this.state.policy,
  ): Promise<void> {
    const { departure, notify = [] } = policy;
    if (!this.state.mail || departure !== 'graceful' || notify.length === 0) return;
    const mail = departureMail(before, after, { was, is });
    if (mail === undefined) return;
    const dates = {
      'departure.date': mailTime(is ?? this.at),
      'departure.previous_date': was === null ? '' : mailTime(was),
    };
    const to = notify.includes('it') ? [...this.state.mail.settings.it_contacts] : [];
    const manager = notify.includes('manager') ? await this.managerOf(before ?? after) : null;
    if (manager !== null) to.push(manager);
    // Each stored change is a cause of its own; the broker's own changes count as versions only.
    const cause = `${after.id}:${after.version}:${after.revision}`;
    for (const address of to) this.queue(mail, mail === 'departed' ? before! : after, address, cause, dates);
  }

  massLeaveHeld({ held, limit }: { held: number; limit: number }): void {
    const values = { 'held.count': String(held), 'held.limit': String(limit) };
    for (const address of this.state.mail?.settings.it_contacts ?? []) {
      this.queue('mass_leave_held', undefined, address, `${this.state.id}:${this.at}`, values);
    }
  }

  private queue(
    mail: MailName,
    user: UserRecord | undefined,
    to: string,
    cause: string,
    values: MailValues = {},
  ): void {
    const { settings, organization, directory } = this.state.mail!;
    const draft = {
      mail,
      organizationId: this.state.organizationId,
      directoryId: this.state.id,
      userId: user?.id ?? null,
      cause,
      to,
      values: {
        ...(user && userValues(user)),
        ...values,
        'organization.name': organization,
        'directory.name': directory,
        organization,
        sign_in_url: settings.sign_in_url ?? '',
      },
    };
    this.outbox.queueMail(composeMail(newId('mail'), draft, settings));
  }

  /** The address of the manager in the same directory, named by our id, by the IdP's, or by user name. */
  private async managerOf({ profile }: UserRecord): Promise<string | null> {
    const { manager } = profile;
    if (manager === null) return null;
    const found = [
      ...(await this.unit.usersById([manager])),
      ...(await this.unit.usersOfExternalId(manager)),
      ...(await this.unit.usersNamed(nameKey(manager))),
    ];
    return found.find(({ active, profile: { email } }) => active && email !== null)?.profile.email ?? null;
  }
}

function departureMail(
  before: UserRecord | undefined,
  after: UserRecord,
  { was, is }: DepartureDates,
): MailName | undefined {
  if (!after.active) return before?.active === true ? 'departed' : undefined;
  // A user who is deleted and still active is held: the departure is announced when the departure is approved.
  if (after.deletedAt !== null || was === is) return undefined;
  if (was === null) return 'departure_scheduled';
  return is === null ? 'departure_canceled' : 'departure_moved';
}

function userValues({ profile }: UserRecord): MailValues {
  const name = profile.name ?? profile.email ?? profile.preferred_username;
  return {
    name,
    'user.name': name,
    'user.given_name': profile.given_name ?? '',
    'user.family_name': profile.family_name ?? '',
    'user.email': profile.email ?? '',
    'user.preferred_username': profile.preferred_username,
    'user.title': profile.title ?? '',
    'user.department': profile.department ?? '',
  };
}
