type Paint = (text: string) => string;

export interface Style {
  red: Paint;
  green: Paint;
  yellow: Paint;
  dim: Paint;
  bold: Paint;
}

/** @param colours on a terminal, unless NO_COLOR is set (no-color.org) */
export function styleOf(colours: boolean): Style {
  const paint =
    (code: number): Paint =>
    (text) =>
      colours ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { red: paint(31), green: paint(32), yellow: paint(33), dim: paint(2), bold: paint(1) };
}
