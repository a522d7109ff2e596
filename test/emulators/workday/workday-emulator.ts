import { randomUUID } from 'node:crypto';
import {
  basicCredentials,
  bearerToken,
  type EmulatedAnswer,
  type EmulatedRequest,
  json,
  jsonList,
} from '../emulated-request.js';
import { HttpEmulator } from '../http-emulator.js';
import { Population } from '../population.js';

/** A row of the report: the customer has named the columns. */
export type WorkdayRow = { id: string } & Record<string, unknown>;

const REPORT = '/ccx/service/customreport2/acme/isu_rollcall/Rollcall_Workers';
const TOKEN = '/ccx/oauth2/acme/token';

/** Workday's Reports-as-a-Service: one report, listed whole, with Basic or a token. */
export class WorkdayEmulator extends HttpEmulator {
  /** The rows by worker; `id` is left out of what is shown, since the columns are the customer's. */
  readonly rows = new Population<WorkdayRow>();
  username = 'isu_rollcall@acme';
  password = 'workday-pässword: 1';
  readonly client = { id: 'rollcall-client', secret: 'workday-client-secret', refreshToken: 'workday-refresh' };
  /** Whether the report's own array is written at all; some answers have none. */
  entryPresent = true;
  private tokens = new Set<string>();

  constructor() {
    super();
  }

  get reportUrl(): string {
    return `${this.origin}${REPORT}?format=json`;
  }

  get tokenUrl(): string {
    return `${this.origin}${TOKEN}`;
  }

  get settings() {
    return {
      report_url: this.reportUrl,
      columns: {
        id: 'Employee_ID',
        email: 'Work_Email',
        given_name: 'First_Name',
        family_name: 'Last_Name',
        active: 'Active_Status',
        title: 'Business_Title',
        department: 'Cost_Center_Name',
        manager_id: 'Manager_ID',
        hire_date: 'Hire_Date',
        termination_date: 'Termination_Date',
      },
    };
  }

  get secrets(): Record<string, string> {
    return { username: this.username, password: this.password };
  }

  /** All tokens given so far stop working. */
  expireTokens(): void {
    this.tokens = new Set();
  }

  protected answer(request: EmulatedRequest): EmulatedAnswer {
    const { pathname, searchParams } = request.url;
    if (pathname === TOKEN) return this.token(request);
    if (pathname !== REPORT) return json(404, { error: 'Report not found' });
    if (request.method !== 'GET') return json(405, { error: 'method not allowed' });
    const [username, password] = basicCredentials(request) ?? [];
    const authorized =
      (username === this.username && password === this.password) || this.tokens.has(bearerToken(request) ?? '');
    if (!authorized) return json(401, { error: 'invalid username or password' });
    // The default is XML.
    if (searchParams.get('format') !== 'json')
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: '<wd:Report_Data/>' };
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: this.entryPresent ? jsonList('Report_Entry', shownRows(this.rows.all())) : '{}',
    };
  }

  private token(request: EmulatedRequest): EmulatedAnswer {
    const form = new URLSearchParams(request.body);
    const [id, secret] = basicCredentials(request) ?? [form.get('client_id'), form.get('client_secret')];
    if (id !== this.client.id || secret !== this.client.secret) return json(401, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'refresh_token') return json(400, { error: 'unsupported_grant_type' });
    if (form.get('refresh_token') !== this.client.refreshToken) return json(400, { error: 'invalid_grant' });
    const token = randomUUID();
    this.tokens.add(token);
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 });
  }
}

function* shownRows(rows: Iterable<WorkdayRow>): Iterable<unknown> {
  for (const { id: _, ...row } of rows) yield row;
}

export const workdayRow = (
  id: string,
  [first, last]: [string, string],
  more: Record<string, unknown> = {},
): WorkdayRow => ({
  id,
  Employee_ID: id,
  Work_Email: `${first}.${last}@acme.com`.toLowerCase(),
  First_Name: first,
  Last_Name: last,
  Active_Status: '1',
  Hire_Date: '2024-01-01',
  ...more,
});
