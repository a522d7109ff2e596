import { Column, type ColumnOptions } from 'typeorm';

/** A timestamptz column as RFC 3339 text: times have one form wherever they go from here. */
export function InstantColumn(name: string, options: ColumnOptions = {}): PropertyDecorator {
  const transformer = {
    to: (value: string | null | undefined) => value,
    from: (value: Date | null) => value?.toISOString() ?? null,
  };
  return Column({ name, type: 'timestamptz', transformer, ...options });
}

/** A bigint as a number: counters stay far below 2^53. */
export function CountColumn(name: string): PropertyDecorator {
  return Column({ name, type: 'bigint', transformer: { to: (value: number) => value, from: Number } });
}
