export type BearerToken = { token: string } | { problem: string };

/** Straight, typographic and backward ones. */
const QUOTES = '\u0022\u0027\u0060\u2018\u2019\u201c\u201d';
/** A line break that a form or a script has escaped instead of cutting off. */
const ESCAPED_BREAKS = ['%0a', '%0d', '\\n', '\\r'];

/**
 * The token of an Authorization header, or what is wrong with the header in words for the administrator who pasted it. `Bearer x` in
 * any case, or the bare token: Okta sends what the administrator typed, verbatim.
 */
export function readBearerToken(header: string | undefined): BearerToken {
  // Node hands a byte of a header over as a character each.
  const given = Buffer.from(header ?? '', 'latin1')
    .toString()
    .trim();
  if (given.length === 0) return refuse('send the bearer token of this directory in the Authorization header');
  if (/^basic\s/i.test(given)) {
    return refuse('the Authorization header is HTTP Basic; send the token of this directory as a bearer token');
  }
  const token = withoutScheme(given);
  if (token.length === 0) return refuse('the Authorization header has no token after "Bearer"');
  if (withoutScheme(token) !== token) {
    return refuse('the Authorization header says "Bearer" twice; paste the token alone, without that word');
  }
  if (QUOTES.includes(token[0]!) || QUOTES.includes(token.at(-1)!)) {
    return refuse('the bearer token is in quotes; paste the token without them');
  }
  if (
    ESCAPED_BREAKS.includes(token.slice(-3).toLowerCase()) ||
    ESCAPED_BREAKS.includes(token.slice(-2).toLowerCase())
  ) {
    return refuse('the bearer token ends with a line break; paste the token without it');
  }
  if (/\s/.test(token)) return refuse('the bearer token has a blank or a line break in it; copy the token again');
  return { token };
}

function withoutScheme(text: string): string {
  return /^bearer(\s|$)/i.test(text) ? text.slice('bearer'.length).trimStart() : text;
}

const refuse = (problem: string): BearerToken => ({ problem });
