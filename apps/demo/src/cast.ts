import { DEPARTMENTS, people as simulated, type Person } from '#simulation';

/** Somebody's new job; a new department is a new group, too. */
export interface Move {
  person: Person;
  to: Partial<Pick<Person, 'title' | 'department' | 'manager'>>;
}

/** Who does what at one of Acme's identity providers. */
export interface Cast {
  groups: string[];
  /** There on the first day, in the group of their department. */
  firstDay: Person[];
  joiners: Person[];
  movers: Move[];
  leavers: Person[];
  /** One of the leavers, who comes back. */
  returner?: Person;
  /** Removed for good without having been deactivated before. */
  deleted?: Person;
  rename?: { group: string; to: string };
  /** Who moves, and who leaves, while the receiver is down. */
  outage?: { movers: Move[]; leaver: Person };
}

const GIVEN =
  'Amara Bruno Carla Dmitri Elena Farid Greta Hiro Ines Jonas Kavita Liam Mei Nadia Oscar Petra Quentin Rosa Samir Tilda Umar Vera Wanda Xavier Yuki Zora Anton Bianca Cyrus Dalia Emil Freya Gustav Hanna Ivan Judith Kofi Lena Marco Nora Otis Paula Rafael Selma Tomas Ursula Victor Wilma Yara Zeno'.split(
    ' ',
  );
const FAMILY =
  'Abe Berg Costa Diaz Eriksen Fischer Gupta Haas Ito Jansen Kim Lopez Moreau Novak Okafor Park Quist Rossi Silva Tanaka Ueda Vogel Wolff Xu Yilmaz Zeller Adler Bauer Chen Dahl Egger Fonseca Girard Holm Ivanov Jung Keller Lind Meyer Nilsen Ortiz Patel Reyes Sato Toth Urban Vidal Weber Young Zhang'.split(
    ' ',
  );
const TITLES = ['Associate', 'Specialist', 'Analyst', 'Lead'];

/** The same fifty people in every run: the first 28 are in Okta, the others in Entra ID. */
function person(index: number, department: string): Person {
  const given = GIVEN[index]!;
  const family = FAMILY[(index * 3) % FAMILY.length]!;
  return {
    given,
    family,
    userName: `${given}.${family}@acme.example`.toLowerCase(),
    externalId: `00u${String(index).padStart(4, '0')}acme`,
    title: `${department} ${TITLES[index % TITLES.length]}`,
    department,
  };
}

const people = (from: number, count: number, departments: string[]): Person[] =>
  Array.from({ length: count }, (_, n) => person(from + n, departments[n % departments.length]!));

/** Of a source that is read: other people than the fifty. */
export function hiBobCast(): Cast {
  const everybody = simulated(12);
  const [a, b, c, d] = everybody as [Person, ...Person[]] & { length: 12 };
  return {
    groups: DEPARTMENTS,
    firstDay: everybody.slice(0, 10),
    joiners: everybody.slice(10),
    movers: [
      { person: a, to: { title: 'Head of Engineering' } },
      { person: b!, to: { department: 'Engineering', title: 'Sales Engineer', manager: a } },
    ],
    leavers: [c!, d!],
  };
}

export function oktaCast(): Cast {
  const groups = ['Sales', 'Marketing', 'Support'];
  const firstDay = people(0, 24, groups);
  const [a, b, c, d, e, f, g, h, i] = firstDay as [Person, ...Person[]] & { length: 24 };
  return {
    groups,
    firstDay,
    joiners: people(24, 4, groups),
    movers: [
      { person: a, to: { title: 'Head of Sales' } },
      { person: b!, to: { department: 'Sales', title: 'Account Executive', manager: a } },
      { person: c!, to: { department: 'Marketing', title: 'Campaign Analyst' } },
      { person: d!, to: { manager: a } },
      { person: e!, to: { department: 'Support', title: 'Support Lead' } },
    ],
    leavers: [f!, g!, h!, i!],
    returner: h,
    rename: { group: 'Support', to: 'Customer Care' },
    outage: {
      movers: firstDay.slice(12, 18).map((person) => ({ person, to: { title: `Senior ${person.title}` } })),
      leaver: firstDay[18]!,
    },
  };
}

export function entraCast(): Cast {
  const groups = ['Engineering', 'Design', 'Finance'];
  const firstDay = people(28, 18, groups);
  const [a, b, c, d, e, f, g] = firstDay as [Person, ...Person[]] & { length: 18 };
  return {
    groups,
    firstDay,
    joiners: people(46, 4, groups),
    movers: [
      { person: a, to: { title: 'Engineering Manager' } },
      { person: b!, to: { department: 'Engineering', title: 'UI Engineer', manager: a } },
      { person: d!, to: { manager: a } },
      { person: c!, to: { department: 'Design', title: 'Design Operations' } },
    ],
    leavers: [e!, f!],
    deleted: g,
  };
}
