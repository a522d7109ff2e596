import { type Inline } from './guide.ts';

const VALUES: Record<string, Extract<Inline, { kind: 'value' }>['name']> = {
  '{public}/directory/{dir}/scim/v2': 'endpoint',
  '{public}/directory/{dir}/oauth/token': 'token_url',
  'Bearer {secret}': 'bearer',
  '{secret}': 'secret',
  '{dir}': 'dir',
  '{org}': 'org',
  '{public}': 'public',
};

/** A sentence of a guide as pieces. Links become their text: a page of the documentation is not in the portal. */
export function parseInline(markdown: string): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push({ kind: 'text', text });
    text = '';
  };
  while (at < markdown.length) {
    if (markdown.startsWith('**', at)) {
      const end = markdown.indexOf('**', at + 2);
      if (end > 0) {
        flush();
        pieces.push(...emphasized(markdown.slice(at + 2, end)));
        at = end + 2;
        continue;
      }
    }
    if (markdown[at] === '`') {
      const end = markdown.indexOf('`', at + 1);
      if (end > 0) {
        flush();
        pieces.push(code(markdown.slice(at + 1, end)));
        at = end + 1;
        continue;
      }
    }
    const link = markdown[at] === '[' ? linkAt(markdown, at) : undefined;
    if (link !== undefined) {
      text += link.label;
      at = link.end;
      continue;
    }
    text += markdown[at];
    at += 1;
  }
  flush();
  return pieces;
}

/** Bold text may hold code: the code inside stays code. */
const emphasized = (text: string): Inline[] =>
  text.includes('`')
    ? parseInline(text).map((piece) => (piece.kind === 'text' ? { ...piece, kind: 'strong' } : piece))
    : [{ kind: 'strong', text }];

function code(text: string): Inline {
  const name = VALUES[text];
  return name === undefined ? { kind: 'code', text } : { kind: 'value', name, text };
}

function linkAt(markdown: string, at: number): { label: string; end: number } | undefined {
  const middle = markdown.indexOf('](', at);
  const closing = markdown.indexOf(']', at);
  if (middle < 0 || closing !== middle) return undefined;
  const end = markdown.indexOf(')', middle);
  return end < 0 ? undefined : { label: markdown.slice(at + 1, middle), end: end + 1 };
}

/** The sentence without its marks. */
export const plainText = (pieces: readonly Inline[]): string => pieces.map(({ text }) => text).join('');
