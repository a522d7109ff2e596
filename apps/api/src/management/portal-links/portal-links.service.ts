import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { isId, newId } from '#directory';
import { composeMail, mailTime } from '#mail';
import { OrganizationMail, type PortalGrant, type PortalLink, PortalLinks, type PortalSession } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { IssuedTokens } from '../../tokens/issued-tokens.js';
import { DirectoriesService } from '../directories/directories.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { type EffectivePortalSettings, PortalSettingsService } from '../portal-settings/portal-settings.service.js';
import { isSafeUrl } from '../portal-settings/safe-url.js';
import { CreatePortalLink, InviteColleague } from './portal-link.dto.js';

/** Links that let an organization's own administrator into its portal. */
@Injectable()
export class PortalLinksService {
  constructor(
    @Inject(PortalLinks) private readonly links: PortalLinks,
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(DirectoriesService) private readonly directories: DirectoriesService,
    @Inject(PortalSettingsService) private readonly settings: PortalSettingsService,
    @Inject(OrganizationMail) private readonly mail: OrganizationMail,
    @Inject(IssuedTokens) private readonly tokens: IssuedTokens,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  /** @returns the link with its location, which nobody can find out later */
  async create(organizationId: string, input: CreatePortalLink): Promise<PortalLink & { location: string }> {
    const lifetime = CreatePortalLink.lifetimeOf(input);
    const { displayName } = await this.organizations.find(organizationId);
    const settings = await this.settings.effective(organizationId);
    const grant = await this.grantOf(organizationId, input, settings);
    const token = this.tokens.make();
    const location = this.locationOf(token);
    const recipients = [...new Set(input.send_to ?? [])];
    const mailSettings = recipients.length === 0 ? undefined : await this.mail.find(organizationId);
    const link = await this.links.create(organizationId, token, lifetime, grant, ({ id, expiresAt }) =>
      recipients.map((to) => {
        const values = {
          'organization.name': displayName,
          'application.name': settings.application_name,
          'link.url': location,
          'link.expires': mailTime(expiresAt),
        };
        const about = { organizationId, directoryId: grant.directoryId, userId: null, cause: id };
        return composeMail(newId('mail'), { mail: 'portal_link', ...about, to, values }, mailSettings!);
      }),
    );
    return { ...link, location };
  }

  /** A link for a colleague of whoever is in the portal. @throws Problem 401 where the session has just ended */
  async invite(session: PortalSession, input: InviteColleague): Promise<PortalLink & { location: string }> {
    const lifetime = InviteColleague.lifetimeOf(input);
    const { allow_invites } = await this.settings.effective(session.organizationId);
    if (!allow_invites) throw Problem.fromStatus(403, 'the settings of this portal do not allow invitations');
    const sections = input.sections ?? null;
    const beyond = (sections ?? []).filter((name) => session.sections !== null && !session.sections.includes(name));
    if (beyond.length > 0) {
      const description = `the link to this portal does not include ${beyond.join(', ')}`;
      throw Problem.invalid([{ field: 'sections', description }]);
    }
    const token = this.tokens.make();
    const link = await this.links.invite(session.id, token, lifetime, sections);
    if (link === undefined) throw Problem.fromStatus(401, 'your session has ended: ask for a new link');
    return { ...link, location: this.locationOf(token) };
  }

  private locationOf(token: string): string {
    return `${this.environment.publicUrl}/portal/l/${token}`;
  }

  private async grantOf(
    organizationId: string,
    input: CreatePortalLink,
    settings: EffectivePortalSettings,
  ): Promise<PortalGrant> {
    const directoryId = input.directory_id ?? null;
    const returnUrl = input.return_url ?? null;
    const problems: FieldViolation[] = [];
    if (directoryId !== null && !(await this.hasDirectory(organizationId, directoryId))) {
      problems.push({ field: 'directory_id', description: 'there is no such directory in this organization' });
    }
    if (returnUrl !== null && !leadsBack(returnUrl, settings)) {
      problems.push({
        field: 'return_url',
        description: 'must be a URL of an origin in allowed_origins of the portal settings',
      });
    }
    if (input.send_to != null && input.send_to.length > 0 && this.environment.smtpUrl === undefined) {
      problems.push({
        field: 'send_to',
        description: 'this Rollcall sends no mail: set SMTP_URL, or send the link yourself',
      });
    }
    if (problems.length > 0) throw Problem.invalid(problems);
    return { directoryId, returnUrl, sections: input.sections ?? settings.sections };
  }

  private async hasDirectory(organizationId: string, id: string): Promise<boolean> {
    return isId('dir', id) && (await this.directories.has(organizationId, id));
  }

  async list(organizationId: string): Promise<PortalLink[]> {
    await this.organizations.find(organizationId);
    return await this.links.live(organizationId);
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.organizations.find(organizationId);
    if (!(await this.links.remove(organizationId, id))) throw Problem.notFound('portal link', id);
  }

  async removeAll(organizationId: string): Promise<void> {
    await this.organizations.find(organizationId);
    await this.links.removeAll(organizationId);
  }
}

/** Only to the application itself: a link of ours must not lead anywhere else. */
function leadsBack(url: string, { allowed_origins, return_url }: EffectivePortalSettings): boolean {
  if (!isSafeUrl(url)) return false;
  const own = [...allowed_origins, ...(return_url === null ? [] : [new URL(return_url).origin])];
  return own.includes(new URL(url).origin);
}
