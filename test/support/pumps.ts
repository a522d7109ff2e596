/** A text that repeats something, between a beginning and an end that does not match. */
export interface Pump {
  head: string;
  pump: string;
  tail: string;
}

/** A character of what an escape stands for. */
const SAMPLES: Record<string, string> = {
  s: ' ',
  S: 'a',
  d: '1',
  D: 'a',
  w: 'a',
  W: '-',
  b: '',
  B: '',
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
};

/** Most literals that are put before and repeated; a pattern with more gets the first. */
const MOST = 10;

/** Adversarial texts for a pattern: each character class and literal of it repeated, alone and in pairs, plus a tail that fails. */
export function pumpsOf(source: string): Pump[] {
  const atoms = [...new Set(atomsOf(source))].filter((atom) => atom !== '').slice(0, MOST);
  const words = [...new Set(source.match(/[A-Za-z]{2,}/g) ?? [])].slice(0, 4);
  const literal = atoms.join('');
  const pumps = [...new Set([...atoms, ...words, ...pairsOf(atoms.slice(0, 5)), literal, 'a', ' ', '"a', '\\"'])];
  const heads = [...new Set(['', literal, ...atoms.slice(0, 4).map((atom) => atom + atom), ...words.slice(0, 2)])];
  return pumps.filter((pump) => pump !== '').flatMap((pump) => heads.map((head) => ({ head, pump, tail: '\u0001\n' })));
}

function pairsOf(atoms: string[]): string[] {
  return atoms.flatMap((a) => atoms.filter((b) => a !== b).map((b) => a + b));
}

/** One character for each class, escape and literal character of a pattern. */
function* atomsOf(source: string): Generator<string> {
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    if (char === '\\') {
      const escape = /^\\(?:u\{?([0-9A-Fa-f]{4,6})\}?|x([0-9A-Fa-f]{2})|p\{[^}]*\}|.)/s.exec(
        source.slice(at, at + 16),
      )!;
      at += escape[0].length - 1;
      const code = escape[1] ?? escape[2];
      if (code !== undefined) yield String.fromCodePoint(parseInt(code, 16));
      else yield SAMPLES[escape[0][1]!] ?? (escape[0][1] === 'p' ? 'a' : escape[0][1]!);
    } else if (char === '[') {
      const end = classEnd(source, at);
      yield* membersOf(source.slice(at, end + 1));
      at = end;
    } else if (char === '.') yield 'a';
    else if (!'()|?*+{}^$,<>=!:'.includes(char) || ('<>=!:,{}'.includes(char) && source[at - 1] !== '?')) yield char;
  }
}

function classEnd(source: string, open: number): number {
  for (let at = open + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at;
  }
  return source.length - 1;
}

/** Up to three characters that a class matches. */
function membersOf(text: string): string[] {
  const matches = new RegExp(text);
  return ['a', ' ', '1', '-', '"', '\\', '.', '/', ':', 'A', '_', '=', '\n', 'é', '\0']
    .filter((char) => matches.test(char))
    .slice(0, 2);
}
