import { CsvError, parse } from 'csv-parse';
import { ConnectorError } from '../connector-error.js';

export interface CsvSettings {
  /** Canonical field -> header, where the header is not the field's name. */
  columns?: Record<string, string>;
  delimiter?: string;
}

export interface CsvRow {
  /** Of the line on which the row begins; the header is line 1. */
  line: number;
  cells: string[];
}

/** Rows of one page of people or groups. */
export const ROWS_AT_ONCE = 500;
const DELIMITERS = [',', ';', '\t'];
const MOST_COLUMNS = 500;
const LONGEST_ROW = 1024 * 1024;

/** The rows of a CSV file (RFC 4180), the header first. @throws ConnectorError `unreadable_file` with line and column */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>, delimiter?: string): AsyncGenerator<CsvRow> {
  const text = decoded(bytes);
  const first = await text.next();
  const beginning = first.done === true ? '' : first.value;
  const parser = parse({
    bom: true,
    delimiter: delimiter ?? delimiterOf(beginning),
    info: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const fed = feed(parser, beginning, text);
  let ended = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (record.length > MOST_COLUMNS) throw unreadable(`line ${ended + 1} has more than ${MOST_COLUMNS} columns`);
      yield { line: ended + 1, cells: record };
      // A quoted cell may hold line ends.
      ended = info.lines;
    }
    await fed;
  } catch (error) {
    parser.destroy();
    if (error instanceof CsvError) throw unreadable(wordsOf(error));
    throw error;
  }
}

async function feed(parser: ReturnType<typeof parse>, beginning: string, rest: AsyncGenerator<string>): Promise<void> {
  try {
    if (beginning !== '') parser.write(beginning);
    for await (const piece of rest) {
      if (parser.destroyed) return;
      if (!parser.write(piece))
        await new Promise<void>((resolve) => {
          const go = (): void => {
            parser.off('drain', go).off('close', go);
            resolve();
          };
          parser.on('drain', go).on('close', go);
        });
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  for await (const piece of bytes) {
    const text = decode(decoder, piece, line);
    line += text.split('\n').length - 1;
    if (text !== '') yield text;
  }
  const rest = decode(decoder, undefined, line);
  if (rest !== '') yield rest;
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece: Uint8Array | undefined, line: number): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    const at = piece === undefined ? line : line + lineOfFault(piece);
    throw unreadable(`the file is not valid UTF-8 near line ${at}: save it as UTF-8`);
  }
}

/** How many lines of the piece are readable. */
function lineOfFault(piece: Uint8Array): number {
  let lines = 0;
  let start = 0;
  for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, start)) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(piece.subarray(start, at));
    } catch {
      // The fault is on this line, or at its beginning in an earlier piece.
      if (start > 0) return lines;
    }
    lines += 1;
    start = at + 1;
  }
  return lines;
}

/** What the header has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted && counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}

function wordsOf({ code, lines, column }: CsvError & { lines?: number; column?: number | string }): string {
  const place = `line ${lines ?? '?'}${typeof column === 'number' ? `, column ${column + 1}` : ''}`;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `${place}: a quotation mark is opened and never closed`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return `${place}: a quotation mark inside a cell must be doubled, and the cell be in quotation marks`;
    case 'CSV_MAX_RECORD_SIZE':
      return `${place}: the row is longer than 1 MiB; is a quotation mark missing?`;
    default:
      return `${place}: the row cannot be read (${code})`;
  }
}

export function unreadable(what: string): ConnectorError {
  return new ConnectorError({
    code: 'unreadable_file',
    message: what,
    hint: 'Correct the file and upload it again. Nothing was changed.',
  });
}
