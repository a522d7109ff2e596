/** Types of columns that travel as arrays, with the OID of their element (PostgreSQL's pg_type.dat). */
const ELEMENT_OIDS = { text: 25, jsonb: 3802, boolean: 16, smallint: 21, integer: 23, bigint: 20, timestamptz: 1184 };

export type ColumnType = keyof typeof ELEMENT_OIDS;

/** A column of a row set, and where its value is in a row. */
export type Column<Row> = readonly [name: string, type: ColumnType, value: (row: Row) => unknown];

/**
 * SQL: the row set as a table `alias`, its columns from parameter `$first` on. In a select list the arrays advance in lockstep, a row at a
 * time; `FROM unnest(…, …)` stores each of them first, which takes 0.4 ms for thirteen columns of one row.
 */
export function unnest(columns: readonly Column<never>[], alias: string, first: number): string {
  const arrays = columns.map(([name, type], index) => `unnest($${first + index}::${type}[]) AS ${name}`);
  return `(SELECT ${arrays.join(', ')}) AS ${alias}`;
}

/** The parameters of `unnest`. */
export function columnArrays<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] {
  return columns.map(([, type, value]) => columnArray(type, rows.map(value)));
}

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const JSONB_VERSION = 1;
/** PostgreSQL counts from 2000-01-01T00:00:00Z. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const TWO_POW_32 = 0x1_0000_0000;

/**
 * One column of a row set as a PostgreSQL array in binary format (array_recv in utils/adt/arrayfuncs.c).
 * Nothing is quoted and nothing is parsed twice: `json_to_recordset` of the same rows took the database a third of a creation.
 * `jsonb` takes the JSON text, `timestamptz` RFC 3339, null is NULL.
 */
export function columnArray(type: ColumnType, values: readonly unknown[]): Buffer {
  let bytes = HEADER_BYTES;
  let hasNull = 0;
  for (const value of values) {
    if (value === null || value === undefined) hasNull = 1;
    bytes += LENGTH_BYTES + widthOf(type, value);
  }
  const buffer = Buffer.allocUnsafe(bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(ELEMENT_OIDS[type], 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const value of values) {
    const isNull = value === null || value === undefined;
    const from = at + LENGTH_BYTES;
    const to = isNull ? from : write(type, buffer, value, from);
    buffer.writeInt32BE(isNull ? -1 : to - from, at);
    at = to;
  }
  return buffer;
}

function widthOf(type: ColumnType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  switch (type) {
    case 'text':
      return Buffer.byteLength(value as string);
    case 'jsonb':
      return 1 + Buffer.byteLength(value as string);
    case 'boolean':
      return 1;
    case 'smallint':
      return 2;
    case 'integer':
      return 4;
    case 'bigint':
    case 'timestamptz':
      return 8;
  }
}

/** @returns where the next one begins */
function write(type: ColumnType, buffer: Buffer, value: unknown, at: number): number {
  switch (type) {
    case 'text':
      return at + buffer.write(value as string, at);
    case 'jsonb':
      buffer[at] = JSONB_VERSION;
      return at + 1 + buffer.write(value as string, at + 1);
    case 'boolean':
      buffer[at] = value === true ? 1 : 0;
      return at + 1;
    case 'smallint':
      return buffer.writeInt16BE(value as number, at);
    case 'integer':
      return buffer.writeInt32BE(value as number, at);
    case 'bigint':
      return writeBigint(buffer, value as number, at);
    case 'timestamptz':
      return writeBigint(buffer, (instantOf(value as string) - POSTGRES_EPOCH_MS) * 1_000, at);
  }
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  // A buffer would take NaN for 0.
  if (Number.isNaN(instant)) throw new RangeError('a time is not RFC 3339');
  return instant;
}

/** Counters and microseconds stay below 2^53. */
function writeBigint(buffer: Buffer, value: number, at: number): number {
  const high = Math.floor(value / TWO_POW_32);
  buffer.writeInt32BE(high, at);
  return buffer.writeUInt32BE(value - high * TWO_POW_32, at + 4);
}

/** The text form of a `text[]`, for a column of arrays, which may differ in length. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
