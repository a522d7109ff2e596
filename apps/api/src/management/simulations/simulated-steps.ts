import { DEPARTMENTS, type IdentityProvider, people } from '#simulation';

export const SCENARIOS = ['join', 'move', 'leave', 'full'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export type Step = () => Promise<void>;

/**
 * What the administrators of a simulated provider do. The people are the same in every run, so that a later scenario finds those of
 * an earlier one; whoever is missing is assigned first, as no provider can move or remove a stranger.
 */
export function simulatedSteps(provider: IdentityProvider, users: number, scenario: Scenario): Step[] {
  const staff = people(users);
  const first: Step[] = [
    () => provider.testConnection(),
    ...staff.map((person) => () => provider.assign(person)),
    ...DEPARTMENTS.map((name) => ({ name, members: staff.filter(({ department }) => department === name) }))
      .filter(({ members }) => members.length > 0)
      .map(
        ({ name, members }) =>
          () =>
            provider.createGroup(name, members),
      ),
  ];
  const movers = staff.filter((_person, index) => index % 3 === 0);
  const leavers = staff.slice(-Math.max(1, Math.floor(users / 4)));
  const move: Step[] = movers.map((person) => () => provider.update(person, { title: `Senior ${person.title}` }));
  const leave: Step[] = leavers.map((person) => () => provider.deactivate(person));
  if (scenario === 'join') return first;
  if (scenario === 'move') return [...first, ...move];
  return scenario === 'leave' ? [...first, ...leave] : [...first, ...move, ...leave];
}
