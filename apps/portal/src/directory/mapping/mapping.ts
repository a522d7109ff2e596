import { type components } from '#client';

export type PresetRow = components['schemas']['PresetBody'];
type StoredMapping = components['schemas']['MappingBody'];

/** One rule: the first of its sources that has a value wins. */
export interface Mapping {
  key: string;
  sources: string[];
  /** As it was stored: a number stays one until somebody types something else. */
  fallback: string | number | boolean;
  transforms: string[];
}

/** A line of the table: a rule of this directory, or what holds without one. */
export interface MappingRow extends Mapping {
  own: boolean;
}

export const TRANSFORMS = [
  'lower',
  'upper',
  'trim',
  'collapse_spaces',
  'title_case',
  'local_part',
  'domain',
  'digits',
] as const;

const listOf = (paths: string | string[]): string[] => (Array.isArray(paths) ? paths : [paths]);

export const fromStored = ({ key, map_to, default: fallback, transforms }: StoredMapping): Mapping => ({
  key,
  sources: listOf(map_to),
  fallback: fallback ?? '',
  transforms: transforms ?? [],
});

const fromPreset = ({ key, map_to }: PresetRow): Mapping => ({
  key,
  sources: listOf(map_to),
  fallback: '',
  transforms: [],
});

/** As the api takes it. */
export const toBody = (mappings: readonly Mapping[]) =>
  mappings.map(({ key, sources, fallback, transforms }) => ({
    key,
    map_to: sources.length === 1 ? sources[0]! : sources,
    ...(fallback !== '' && { default: fallback }),
    ...(transforms.length > 0 && { transforms }),
  }));

/** All fields: the directory's own rules first, then what the preset says of the others. */
export function rowsOf(own: readonly Mapping[], preset: readonly PresetRow[]): MappingRow[] {
  const named = new Set(own.map(({ key }) => key));
  return [
    ...own.map((mapping) => ({ ...mapping, own: true })),
    ...preset.filter(({ key }) => !named.has(key)).map((row) => ({ ...fromPreset(row), own: false })),
  ];
}

/** How many fields differ between two mappings. */
export function changedFields(before: readonly Mapping[], after: readonly Mapping[]): string[] {
  const text = (list: readonly Mapping[]) => new Map(list.map((mapping) => [mapping.key, JSON.stringify(mapping)]));
  const [old, now] = [text(before), text(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
}

/** The preset in place of the directory's own rules. It knows nothing of custom attributes: they stay. */
export const withPreset = (own: readonly Mapping[], preset: readonly PresetRow[]): Mapping[] => [
  ...preset.map(fromPreset),
  ...own.filter(({ key }) => preset.every((row) => row.key !== key)),
];

export const replaced = (list: readonly Mapping[], mapping: Mapping): Mapping[] =>
  list.some(({ key }) => key === mapping.key)
    ? list.map((other) => (other.key === mapping.key ? mapping : other))
    : [...list, mapping];
