import { type components } from '#client';

/** A run of a simulated provider against a sandbox directory. It ends with the first error. */
export type Simulation = components['schemas']['SimulationBody'];

export const DIALECTS = {
  okta: { label: 'Okta', directoryProvider: 'OKTA' },
  entra: { label: 'Microsoft Entra ID', directoryProvider: 'MICROSOFT_AD' },
} as const;

export type Dialect = keyof typeof DIALECTS;

export const SCENARIOS = ['full', 'join', 'move', 'leave'] as const;

export const isOver = ({ state }: Simulation): boolean => state !== 'running';

export const progressOf = ({ sent, total, state }: Simulation): number =>
  state === 'done' ? 100 : total === 0 ? 0 : Math.min(100, Math.round((sent / total) * 100));

/** A count of people as it was typed; undefined for what cannot be one. */
export function peopleOf(text: string): number | undefined {
  const count = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
  return count >= 1 && count <= 50 ? count : undefined;
}
