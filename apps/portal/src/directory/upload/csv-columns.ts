/** What a column of a file of people can be. */
export const CSV_FIELDS = [
  'id',
  'email',
  'user_name',
  'name',
  'given_name',
  'family_name',
  'active',
  'title',
  'department',
  'division',
  'cost_center',
  'employee_id',
  'user_type',
  'phone_number',
  'manager',
  'locale',
  'groups',
] as const;

/** As the api compares them: without regard to width, case, spaces and underscores. Fields have plain letters only. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');

/** The field that a header most likely is; empty for none. */
export const suggestedField = (header: string): string =>
  CSV_FIELDS.find((field) => plain(field) === plain(header)) ?? '';

/** The headers of a file, from its first line. Quotes follow RFC 4180. */
export function headersOf(text: string): string[] {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const delimiter = delimiterOf(text.slice(start, lineEnd(text, start)));
  const headers: string[] = [];
  let header = '';
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '"') {
      if (quoted && text[at + 1] === '"') {
        header += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted && character === delimiter) {
      headers.push(header.trim());
      header = '';
    } else header += character;
  }
  headers.push(header.trim());
  return headers.filter((name) => name !== '');
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

const delimiterOf = (line: string): string =>
  [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length)[0]!;

/** `{field: header}` for the columns whose meaning is not clear from their name alone. */
export function columnsSetting(chosen: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const entries = Object.entries(chosen).filter(([, field]) => field !== '');
  const plainOnes = entries.every(([header, field]) => suggestedField(header) === field);
  const none = Object.keys(chosen).every((header) => (suggestedField(header) === '') === (chosen[header] === ''));
  return plainOnes && none ? undefined : Object.fromEntries(entries.map(([header, field]) => [field, header]));
}

export const TEMPLATE =
  'id,email,given_name,family_name,title,department,active\n17,ada@example.com,Ada,Lovelace,Engineer,Engineering,true\n';
