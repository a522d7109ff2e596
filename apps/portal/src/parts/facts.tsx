import { type ReactNode } from 'react';

interface Props {
  facts: readonly (readonly [string, ReactNode])[];
  /** Numbers and states: two fit beside each other on a phone. */
  short?: boolean;
}

/** Names and their values, one under the other. */
export function Facts({ facts, short = false }: Props) {
  return (
    <dl className={short ? 'facts short' : 'facts'}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
