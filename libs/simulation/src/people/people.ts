import { type Person } from './person.js';

const GIVEN = 'Ada Björn Chloé Dario Ewa Fatima Giulia Hugo Ida Jamal Kenji Leila Maya Nils Olga Pablo'.split(' ');
const FAMILY = 'Almeida Brandt Castillo Demir Eklund Ferrari Ghosh Horvath Iyer Jensen Kowalski Lemaire Mbeki'.split(
  ' ',
);
export const DEPARTMENTS = ['Engineering', 'Sales', 'Support'];

/** The same people whenever they are asked for, so that a second run finds those of the first. */
export function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const given = GIVEN[index % GIVEN.length]!;
    const family = FAMILY[index % FAMILY.length]!;
    const department = DEPARTMENTS[index % DEPARTMENTS.length]!;
    return {
      given,
      family,
      userName: `${ascii(given)}.${ascii(family)}.${index + 1}@simulated.example`,
      externalId: `sim-${String(index + 1).padStart(6, '0')}`,
      title: `${department} Specialist`,
      department,
    };
  });
}

const ascii = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
