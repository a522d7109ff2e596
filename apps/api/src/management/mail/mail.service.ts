import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#config';
import { type MailSettings, templateProblem } from '#mail';
import { OrganizationMail } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { NO_MAIL_SENT } from '../policy/policy.dto.js';
import { type MailBody, type UpdateMail } from './mail.dto.js';
import { readTemplates } from './mail-templates.js';

@Injectable()
export class MailService {
  constructor(
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(OrganizationMail) private readonly mail: OrganizationMail,
    @Inject(Environment) private readonly environment: Environment,
  ) {}

  async get(organizationId: string): Promise<MailBody> {
    await this.organizations.find(organizationId);
    return this.bodyOf(await this.mail.find(organizationId));
  }

  /** Replaces all: what is left out goes back to its default. */
  async update(organizationId: string, input: UpdateMail): Promise<MailBody> {
    await this.organizations.find(organizationId);
    const { templates, violations } = readTemplates(input.templates ?? {});
    violations.unshift(...violationsOf(input));
    if (violations.length > 0) throw Problem.invalid(violations);
    const settings: MailSettings = {
      welcome_mail: input.welcome_mail ?? false,
      subject: input.subject ?? null,
      template: input.template ?? null,
      sign_in_url: input.sign_in_url ?? null,
      it_contacts: [...new Set(input.it_contacts)],
      templates,
    };
    await this.mail.save(organizationId, settings);
    return this.bodyOf(settings);
  }

  private bodyOf(settings: MailSettings): MailBody {
    const needsMail = settings.welcome_mail || settings.it_contacts.length > 0;
    const isOff = this.environment.smtpUrl === undefined;
    return { ...settings, ...(needsMail && isOff && { warning: NO_MAIL_SENT }) };
  }
}

function violationsOf({ welcome_mail, sign_in_url, subject, template }: UpdateMail): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (welcome_mail === true && !sign_in_url) {
    violations.push({ field: 'sign_in_url', description: 'is needed for welcome mail' });
  }
  // A header of the mail.
  if (/[\r\n]/.test(subject ?? '')) violations.push({ field: 'subject', description: 'must be one line' });
  for (const [field, text] of Object.entries({ subject, template })) {
    const description = templateProblem('welcome', text ?? '');
    if (description !== undefined) violations.push({ field, description });
  }
  return violations;
}
