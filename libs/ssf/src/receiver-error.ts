const MOST_CHARACTERS = 300;

/** What a receiver says with a 400 (RFC 8935 §2.3): `{"err", "description"}`. Undefined for every other answer. */
export function receiverError({ status, body }: { status: number; body: string }): string | undefined {
  if (status !== 400) return undefined;
  let said: { err?: unknown; description?: unknown } | null;
  try {
    said = JSON.parse(body) as typeof said;
  } catch {
    // A receiver that answers in other words has still refused the token; the answer is kept with the attempt.
    return undefined;
  }
  if (typeof said?.err !== 'string') return undefined;
  const text = typeof said.description === 'string' ? `${said.err}: ${said.description}` : said.err;
  return text.replace(/\p{Cc}/gu, ' ').slice(0, MOST_CHARACTERS);
}
