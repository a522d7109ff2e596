import { Inject, Injectable } from '@nestjs/common';
import { type MailSettings, OrganizationMail } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { type UpdateMail } from './mail.dto.js';

const PLACEHOLDERS = ['name', 'organization', 'sign_in_url'];

@Injectable()
export class MailService {
  constructor(
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(OrganizationMail) private readonly mail: OrganizationMail,
  ) {}

  async get(organizationId: string): Promise<MailSettings> {
    await this.organizations.find(organizationId);
    return await this.mail.find(organizationId);
  }

  /** Replaces all: what is left out goes back to its default. */
  async update(organizationId: string, input: UpdateMail): Promise<MailSettings> {
    await this.organizations.find(organizationId);
    const violations = violationsOf(input);
    if (violations.length > 0) throw Problem.invalid(violations);
    const settings: MailSettings = {
      welcome_mail: input.welcome_mail ?? false,
      subject: input.subject ?? null,
      template: input.template ?? null,
      sign_in_url: input.sign_in_url ?? null,
      it_contacts: [...new Set(input.it_contacts)],
    };
    await this.mail.save(organizationId, settings);
    return settings;
  }
}

function violationsOf({ welcome_mail, sign_in_url, subject, template }: UpdateMail): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (welcome_mail === true && !sign_in_url) {
    violations.push({ field: 'sign_in_url', description: 'is needed for welcome mail' });
  }
  // A header of the mail.
  if (/[\r\n]/.test(subject ?? '')) violations.push({ field: 'subject', description: 'must be one line' });
  const unknown = placeholdersOf(template ?? '').find((name) => !PLACEHOLDERS.includes(name.trim()));
  if (unknown !== undefined) {
    const known = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');
    violations.push({ field: 'template', description: `"{{${unknown}}}" is not one of ${known}` });
  }
  return violations;
}

/** What stands between braces, searched without a regexp: one with optional blanks before and after a name is cubic. */
function placeholdersOf(template: string): string[] {
  const found: string[] = [];
  for (let at = 0; ;) {
    const open = template.indexOf('{{', at);
    const close = open < 0 ? -1 : template.indexOf('}}', open + 2);
    if (close < 0) return found;
    found.push(template.slice(open + 2, close));
    at = close + 2;
  }
}
