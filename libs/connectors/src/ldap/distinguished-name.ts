/**
 * A DN in the form in which two spellings of one name are equal (RFC 4514, RFC 4517 §4.2.15): lower case, no spaces
 * around separators, one way of escaping, one way of writing letters with marks (RFC 4518 §2.3). Servers write a member's DN as it was entered, not as the entry is named.
 */
export function comparableDn(dn: string): string {
  let result = '';
  /** Spaces at the end of a value belong to it only if something follows. */
  let spaces = 0;
  let atStart = true;
  const put = (text: string): void => {
    result += ' '.repeat(spaces) + text;
    spaces = 0;
    atStart = false;
  };
  for (let at = 0; at < dn.length; at += 1) {
    const character = dn[at]!;
    if (character === '\\') {
      const { text, length } = escapeAt(dn, at);
      put(text);
      at += length - 1;
    } else if (character === ',' || character === ';' || character === '=' || character === '+') {
      result += character === ';' ? ',' : character;
      spaces = 0;
      atStart = true;
    } else if (character === ' ') {
      if (!atStart) spaces += 1;
    } else put(character);
  }
  return result.normalize('NFKC').toLowerCase();
}

/** `\2C` and `\,` are the same character; it stays marked, so that it is no separator. */
function escapeAt(dn: string, at: number): { text: string; length: number } {
  const bytes: number[] = [];
  let length = 0;
  while (dn[at + length] === '\\' && isHex(dn[at + length + 1]) && isHex(dn[at + length + 2])) {
    bytes.push(Number.parseInt(dn.slice(at + length + 1, at + length + 3), 16));
    length += 3;
  }
  if (bytes.length > 0) return { text: marked(Buffer.from(bytes).toString('utf8')), length };
  return { text: marked(dn[at + 1] ?? ''), length: 2 };
}

/** Only separators need the mark: an escaped letter is that letter. */
const marked = (text: string): string =>
  [...text].map((character) => (',;=+\\'.includes(character) ? `\\${character}` : character)).join('');

const isHex = (character: string | undefined): boolean =>
  character !== undefined && '0123456789abcdefABCDEF'.includes(character);
