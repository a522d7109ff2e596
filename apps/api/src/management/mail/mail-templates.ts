import { MAIL_NAMES, type MailName, type MailSettings, type MailTemplate, templateProblem } from '#mail';
import { type FieldViolation } from '../../http/problem.js';

const LONGEST: Readonly<Record<keyof MailTemplate, number>> = { subject: 200, text: 20_000, html: 20_000 };
const PARTS = Object.keys(LONGEST) as (keyof MailTemplate)[];

/** The templates of a request, and everything that is wrong with them, by field. */
export function readTemplates(given: Record<string, unknown>): {
  templates: MailSettings['templates'];
  violations: FieldViolation[];
} {
  const templates: MailSettings['templates'] = {};
  const violations: FieldViolation[] = [];
  for (const [name, template] of Object.entries(given)) {
    const field = `templates.${name}`;
    if (!MAIL_NAMES.includes(name as MailName)) {
      violations.push({ field, description: `is not one of ${MAIL_NAMES.join(', ')}` });
    } else if (typeof template !== 'object' || template === null || Array.isArray(template)) {
      violations.push({ field, description: 'must be an object of subject, text and html' });
    } else {
      const problems = templateViolations(field, name as MailName, template as Record<string, unknown>);
      violations.push(...problems);
      if (problems.length === 0) templates[name as MailName] = template as MailTemplate;
    }
  }
  return { templates, violations };
}

function templateViolations(parent: string, mail: MailName, template: Record<string, unknown>): FieldViolation[] {
  const violations: FieldViolation[] = [];
  for (const name of Object.keys(template)) {
    if (!(PARTS as string[]).includes(name)) {
      violations.push({ field: `${parent}.${name}`, description: 'is not one of subject, text, html' });
    }
  }
  for (const part of PARTS) {
    const description = partProblem(mail, part, template[part]);
    if (description !== undefined) violations.push({ field: `${parent}.${part}`, description });
  }
  return violations;
}

function partProblem(mail: MailName, part: keyof MailTemplate, value: unknown): string | undefined {
  if (value === undefined && part === 'html') return undefined;
  if (typeof value !== 'string' || value === '' || value.length > LONGEST[part]) {
    return `must be a string of 1 to ${LONGEST[part]} characters`;
  }
  // A header of the mail.
  if (part === 'subject' && /[\r\n]/.test(value)) return 'must be one line';
  return templateProblem(mail, value);
}
