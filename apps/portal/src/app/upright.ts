/** Characters that end a line, that nobody sees, or that turn the direction of what follows. Joiners stay: scripts need them. */
const TURNING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const MOST = 400;

/** A sentence with names in it that cannot change how the rest of it reads, and is not longer than what fits on a screen. */
export function upright(sentence: string): string {
  const plain = sentence.replace(TURNING, '');
  return plain.length <= MOST ? plain : `${[...plain].slice(0, MOST).join('')}…`;
}
