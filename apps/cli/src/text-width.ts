const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Two cells of a terminal each (UAX #11): Chinese, Japanese, Korean, full-width forms, and emoji. */
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|\p{Emoji_Presentation}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
/** Of the scripts above, one cell each. */
const HALF_WIDTH = /[\uff61-\uffdc\uffe8-\uffee]/;
/** Nothing but marks that belong to no letter. */
const INVISIBLE = /^[\p{Mark}\p{Format}]+$/u;

/** How many cells of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (INVISIBLE.test(segment)) continue;
    width += WIDE.test(segment) && !HALF_WIDTH.test(segment) ? 2 : 1;
  }
  return width;
}

/** `padEnd`, in cells of a terminal. */
export const padToWidth = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)));
