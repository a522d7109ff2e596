import { duration } from './duration.js';

export interface Column {
  name: string;
  people: number;
  joiners: number;
  movers: number;
  leavers: number;
  groups: number;
  /** Events in Rollcall's feed. */
  announced: number;
  /** Of those, the ones the receiver got, each with a good signature. */
  verified: number;
  /** Milliseconds from the SCIM 2xx to the webhook's arrival. */
  latencies: number[];
  deprovisioning: number[];
  /** Of those that came while the receiver was down. */
  late: number[];
}

/** The table at the end of the demo. */
export function summary(columns: Column[], refused: number): string {
  const total: Column = {
    name: 'together',
    people: sum(columns, 'people'),
    joiners: sum(columns, 'joiners'),
    movers: sum(columns, 'movers'),
    leavers: sum(columns, 'leavers'),
    groups: sum(columns, 'groups'),
    announced: sum(columns, 'announced'),
    verified: sum(columns, 'verified'),
    latencies: columns.flatMap(({ latencies }) => latencies),
    deprovisioning: columns.flatMap(({ deprovisioning }) => deprovisioning),
    late: columns.flatMap(({ late }) => late),
  };
  const row = (label: string, cell: (column: Column) => string | number) =>
    `  ${label.padEnd(34)}${[...columns, total].map((column) => String(cell(column)).padStart(12)).join('')}`;
  const verdict =
    refused === 0 && total.verified === total.announced
      ? `All ${total.announced} events arrived, and all their signatures verified.`
      : `NOT verified: ${total.announced - total.verified} of ${total.announced} events missing, ${refused} requests refused.`;
  return [
    row('', ({ name }) => name),
    row('people', ({ people }) => people),
    row('  joined later', ({ joiners }) => joiners),
    row('  moved', ({ movers }) => movers),
    row('  left', ({ leavers }) => leavers),
    row('groups', ({ groups }) => groups),
    row('events announced', ({ announced }) => announced),
    row('events received and verified', ({ verified }) => verified),
    row('webhook after SCIM 2xx, median', ({ latencies }) => duration(median(latencies))),
    row('webhook after SCIM 2xx, slowest', ({ latencies }) => duration(Math.max(...latencies))),
    row('slowest deprovisioning', ({ deprovisioning }) => duration(Math.max(...deprovisioning))),
    row('kept through the outage', ({ late }) => late.length),
    row('  arrived after, slowest', ({ late }) => duration(Math.max(...late))),
    '',
    `  ${verdict}`,
  ].join('\n');
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

type Count = 'people' | 'joiners' | 'movers' | 'leavers' | 'groups' | 'announced' | 'verified';
const sum = (columns: Column[], key: Count): number => columns.reduce((total, column) => total + column[key], 0);
