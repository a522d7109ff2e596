/** What pages need of an accent colour: a surface with text on it, and a tone for text on light and dark paper. */
export interface AccentShades {
  filled: string;
  filledHover: string;
  onFilled: '#ffffff' | '#000000';
  textOnLight: string;
  textOnDark: string;
  /** The accent was too light or too dark for text and was moved. */
  movedOnLight: boolean;
  movedOnDark: boolean;
}

export const DEFAULT_ACCENT = '#2f6f5e';
const LIGHT_PAPER = '#eef1ec';
const DARK_PAPER = '#2b3531';
const READABLE = 4.5;

type Rgb = readonly [number, number, number];

export function accentShades(accent: string): AccentShades {
  const rgb = parse(accent) ?? parse(DEFAULT_ACCENT)!;
  const filled = format(rgb);
  const onFilled = contrast(rgb, [255, 255, 255]) >= READABLE ? '#ffffff' : '#000000';
  const textOnLight = moveUntilReadable(rgb, parse(LIGHT_PAPER)!, [0, 0, 0]);
  const textOnDark = moveUntilReadable(rgb, parse(DARK_PAPER)!, [255, 255, 255]);
  return {
    filled,
    // Away from the text: the contrast grows under the pointer.
    filledHover: format(mix(rgb, onFilled === '#ffffff' ? [0, 0, 0] : [255, 255, 255], 0.1)),
    onFilled,
    textOnLight: format(textOnLight),
    textOnDark: format(textOnDark),
    movedOnLight: format(textOnLight) !== filled,
    movedOnDark: format(textOnDark) !== filled,
  };
}

/** WCAG 2.2, relative luminance and contrast ratio. */
export function contrastRatio(first: string, second: string): number {
  return contrast(parse(first)!, parse(second)!);
}

function moveUntilReadable(rgb: Rgb, paper: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(rgb, towards, share);
    if (contrast(rounded(candidate), paper) >= READABLE) return candidate;
  }
  return towards;
}

function contrast(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  [0, 1, 2].map((at) => from[at]! + (to[at]! - from[at]!) * share) as unknown as Rgb;

const rounded = (rgb: Rgb): Rgb => rgb.map(Math.round) as unknown as Rgb;

const format = (rgb: Rgb): string =>
  `#${rounded(rgb)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;

function parse(text: string): Rgb | undefined {
  if (!/^#[0-9a-fA-F]{6}$/.test(text)) return undefined;
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
}
