import { type MailName, type MailValues, PLACEHOLDERS } from './mail-name.js';

export interface MailTemplate {
  subject: string;
  text: string;
  html?: string;
}

/** Bounded, so that no template takes longer than its length. */
const PLACEHOLDER = /\{\{([^{}]{0,100})\}\}/g;

/** Why a template of this mail cannot be used, in words; undefined where it can. */
export function templateProblem(mail: MailName, template: string): string | undefined {
  const known = PLACEHOLDERS[mail];
  for (const [whole, name] of template.matchAll(PLACEHOLDER)) {
    if (!known.includes(name!.trim())) {
      return `"${whole}" is not one of ${known.map((one) => `{{${one}}}`).join(', ')}`;
    }
  }
  return template.replace(PLACEHOLDER, '').includes('{{') ? 'has a {{ without the }} of a placeholder' : undefined;
}

/** A subject is a header, and a value comes from an identity provider: neither breaks a line. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}

export function fillText(template: string, values: MailValues): string {
  return template.replace(PLACEHOLDER, (_whole, name: string) => oneLine(values[name.trim()] ?? ''));
}

/** Values are text: what looks like markup in them is shown, not obeyed. */
export function fillHtml(template: string, values: MailValues): string {
  return template.replace(PLACEHOLDER, (_whole, name: string) => escapeHtml(oneLine(values[name.trim()] ?? '')));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** The HTML part of a template that has only a text: a paragraph for each that the text has. */
export function htmlOf(text: string): string {
  const paragraphs = text.split('\n\n').map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html><body>${paragraphs.join('')}</body></html>`;
}
