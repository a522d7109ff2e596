import { preparedText } from './prepared-text.js';

/**
 * A DN in the form in which two spellings of one name are equal (RFC 4514, RFC 4517 §4.2.15): texts as servers compare them, no spaces
 * around separators, one way of escaping, the parts of a name in one order. Servers write a member's DN as it was entered, not as the
 * entry is named.
 */
export function comparableDn(dn: string): string {
  const names: string[][] = [[]];
  let [type, text]: [string | undefined, string] = [undefined, ''];
  const end = (): void => {
    const value = marked(preparedText(text));
    names.at(-1)!.push(type === undefined ? value : `${type}=${value}`);
    [type, text] = [undefined, ''];
  };
  for (let at = 0; at < dn.length; at += 1) {
    const character = dn[at]!;
    if (character === '\\') {
      const { text: escaped, length } = escapeAt(dn, at);
      text += escaped;
      at += length - 1;
    } else if (character === '=' && type === undefined) {
      [type, text] = [marked(preparedText(text)), ''];
    } else if (character === '+') {
      end();
    } else if (character === ',' || character === ';') {
      end();
      names.push([]);
    } else text += character;
  }
  end();
  return names.map((parts) => parts.toSorted().join('+')).join(',');
}

/** `\2C` and `\,` are the same character. */
function escapeAt(dn: string, at: number): { text: string; length: number } {
  const bytes: number[] = [];
  let length = 0;
  while (dn[at + length] === '\\' && isHex(dn[at + length + 1]) && isHex(dn[at + length + 2])) {
    bytes.push(Number.parseInt(dn.slice(at + length + 1, at + length + 3), 16));
    length += 3;
  }
  if (bytes.length > 0) return { text: Buffer.from(bytes).toString('utf8'), length };
  return { text: dn[at + 1] ?? '', length: 2 };
}

/** What would be a separator stays marked within a text, however it came there. */
const marked = (text: string): string => text.replace(/[,;=+\\]/g, String.raw`\$&`);

const isHex = (character: string | undefined): boolean =>
  character !== undefined && '0123456789abcdefABCDEF'.includes(character);
