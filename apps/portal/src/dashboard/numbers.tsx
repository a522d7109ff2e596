import { type ReactNode } from 'react';

/** Counts side by side. */
export function Numbers({ numbers }: { numbers: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className="numbers">
      {numbers.map(([name, value], at) => (
        <div key={at}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
