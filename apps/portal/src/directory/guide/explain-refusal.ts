import { type Guide, type Refusal } from '../../../guides/guide';

/** The row of the guide that a refusal belongs to: by what its error says, else the first of the same status without words. */
export function explainRefusal(guide: Guide | undefined, status: number, error: string | null): Refusal | undefined {
  if (guide === undefined || status < 400) return undefined;
  const said = (error ?? '').toLowerCase();
  const matches = guide.refusals.filter(
    (refusal) =>
      (refusal.status === null || refusal.status === status) &&
      refusal.pattern !== '' &&
      said.includes(refusal.pattern),
  );
  const longest = matches.sort((a, b) => b.pattern.length - a.pattern.length)[0];
  return longest ?? guide.refusals.find((refusal) => refusal.pattern === '' && refusal.status === status);
}
