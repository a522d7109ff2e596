import { filterProblem } from './problem.js';

export interface Token {
  kind: 'word' | 'string' | '(' | ')' | '[' | ']' | 'end';
  /** The source text; of a string its decoded value. */
  text: string;
  /** 0-based offset in the filter. */
  at: number;
}

const WORD = /[^\s()[\]"]+/y;
const SPACE = /\s*/y;
// Linear: each character is read once, an escape takes two.
const STRING = /"(?:[^"\\]|\\.)*"/sy;

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Cuts a filter into tokens; the last is always `end`. Throws invalidFilter on a broken string. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  let at = match(SPACE, text, 0).length;
  while (at < text.length) {
    const char = text.charAt(at);
    let length = 1;
    if (char === '(' || char === ')' || char === '[' || char === ']') tokens.push({ kind: char, text: char, at });
    else if (char === '"') {
      const source = match(STRING, text, at);
      if (source === '') throw filterProblem(at, 'the string has no closing quote');
      tokens.push({ kind: 'string', text: storable(decode(source, at), at), at });
      length = source.length;
    } else {
      const word = match(WORD, text, at);
      tokens.push({ kind: 'word', text: storable(word, at), at });
      length = word.length;
    }
    at += length;
    at += match(SPACE, text, at).length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** Strings follow the rules of JSON (RFC 7644 figure 1: compValue). */
function decode(source: string, at: number): string {
  try {
    return JSON.parse(source) as string;
  } catch {
    throw filterProblem(at, 'the string is not a JSON string');
  }
}

/** PostgreSQL knows no NUL and UTF-8 no lone surrogates, so nothing stored can match them. */
function storable(text: string, at: number): string {
  if (text.includes('\0')) throw filterProblem(at, 'the value contains a NUL character');
  if (!text.isWellFormed()) throw filterProblem(at, 'the value contains a lone surrogate');
  return text;
}
