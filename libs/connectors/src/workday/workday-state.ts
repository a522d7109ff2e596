import { calendarDay, parseDepartureDate } from '#directory';
import { booleanOf, textOf } from '../record/record-value.js';
import { columnOf, type Row } from './workday-row.js';

/** What a row says of somebody's state. */
export interface WorkerState {
  active: boolean;
  /** The row says neither that they work here nor that they do not: nobody comes back, and nobody leaves by it. */
  isHidden: boolean;
  /** A text in place of the date that would have decided. */
  unread: string | undefined;
}

/** `day` is missing where the column is empty, or not in the row; `unread` is a text that is no date. */
interface RowDate {
  day?: string;
  unread?: string;
}

/**
 * The column of `active` decides; where it says neither yes nor no, the dates do: somebody who starts later is not active yet, and
 * somebody whose last day has passed no longer.
 */
export function workerState(row: Row, columns: Record<string, string>, today: string): WorkerState {
  const valueOf = (field: string): unknown => {
    const column = columns[field];
    return column === undefined ? undefined : columnOf(row, column);
  };
  const said = booleanOf(valueOf('active'));
  if (said !== undefined) return { active: said, isHidden: false, unread: undefined };
  const [hired, left] = [firstDay(valueOf('hire_date')), lastDay(valueOf('termination_date'))];
  if ((hired.day ?? today) > today || (left.day ?? today) < today)
    return { active: false, isHidden: false, unread: undefined };
  const unread = left.unread ?? hired.unread;
  const isDated = hired.day !== undefined || left.day !== undefined;
  return { active: true, isHidden: unread !== undefined || !(isDated || staysUnlessEnded(columns)), unread };
}

/**
 * An empty last day says that somebody stays, where the report has no other word for it. Where it has, an empty one may be a value that
 * the integration user may not see: Workday leaves both out.
 */
const staysUnlessEnded = ({ active, termination_date }: Record<string, string>): boolean =>
  active === undefined && termination_date !== undefined;

const firstDay = (value: unknown): RowDate => rowDate(value, () => true);

/** Of when somebody leaves, the house has one idea of what is a date. */
const lastDay = (value: unknown): RowDate => rowDate(value, (text) => parseDepartureDate(text) !== undefined);

function rowDate(value: unknown, isDate: (text: string) => boolean): RowDate {
  const text = textOf(value);
  if (text === undefined || parseDepartureDate(text) === 'never') return {};
  const day = isDate(text) ? calendarDay(text) : undefined;
  return day === undefined ? { unread: text } : { day };
}
