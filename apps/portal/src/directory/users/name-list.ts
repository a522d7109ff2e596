const SHOWN = 3;

/** The first names and how many more: somebody can be in 300 groups. */
export function nameList(names: readonly string[]): string {
  if (names.length === 0) return '–';
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} +${rest}` : names.join(', ');
}
