/** One test of a run of Microsoft's validator, as recorded. Requests are raw HTTP text with absolute URLs. */
export interface RecordedTest {
  Description: string;
  RequestBody: string;
  ResponseStatus: string;
  ResponseBody: string | null;
  InitialRequestBodies: string[] | null;
  InitialResponseStatuses: string[] | null;
  InitialResponses: string[] | null;
}

export interface RecordedRun {
  results: { data: { PassedTests: RecordedTest[]; PreviewTests: RecordedTest[] } };
}

export interface RawRequest {
  method: string;
  /** Behind the base URL of the recorded server. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Reads `METHOD url 1.1`, headers and, as the last line, the body. */
export function parseRaw(text: string): RawRequest {
  const [first = '', ...lines] = text.split('\r\n').filter((line) => line !== '');
  const at = [first.indexOf(' '), first.lastIndexOf(' ')] as const;
  const body = lines.at(-1)?.startsWith('{') ? lines.pop() : undefined;
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  const { host: _host, ...sent } = Object.fromEntries(headers) as Record<string, string>;
  const path = first.slice(...at).replace(/^ https?:\/\/[^/]+\/scim\/endpoints\/[^/]+/, '');
  return { method: first.slice(0, at[0]), path, headers: sent, body };
}

/** Every userName and displayName of the requests, longest first. */
export function namesIn(tests: RecordedTest[]): string[] {
  const text = tests
    .flatMap((test) => [test.RequestBody, test.ResponseBody ?? '', ...(test.InitialRequestBodies ?? [])])
    .join('\n');
  const names = [...text.matchAll(/"(?:userName|displayName)":"([^"]+)"/g)].map((match) => match[1]!);
  return [...new Set(names)].sort((a, b) => b.length - a.length);
}
