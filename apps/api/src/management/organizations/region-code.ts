const ENUMERATED = ['us', 'eu'];

/** A deployment's region as the API writes it: Scalekit's enumeration where it has a word for it (docs/api.md), the label elsewhere. */
export function regionCode(label: string): string {
  return ENUMERATED.includes(label) ? label.toUpperCase() : label;
}
