import { createHmac } from 'node:crypto';
import { basicCredentials, type EmulatedAnswer, type EmulatedRequest, json, jsonList } from '../emulated-request.js';
import { HttpEmulator } from '../http-emulator.js';
import { type BambooEmployee, BambooEmployees } from './bamboohr-employees.js';

const COMPANY = 'acme';
const BASE = `/api/gateway.php/${COMPANY}/v1/`;
/** What the directory shows of an employee; the other fields are read one employee at a time. */
const DIRECTORY_FIELDS = [
  'displayName',
  'firstName',
  'lastName',
  'preferredName',
  'jobTitle',
  'workPhone',
  'mobilePhone',
  'workEmail',
  'department',
  'location',
  'division',
] as const;
const TABLES = ['jobInfo', 'employmentStatus'];
/** ISO 8601 with a zone. A plus sign that was not encoded has become a space on the way. */
const SINCE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;

/** BambooHR's API for one company. */
export class BambooHrEmulator extends HttpEmulator {
  readonly employees = new BambooEmployees();
  apiKey = 'bamboo-key-1';
  webhookKey = 'bamboo-webhook-key';
  /** A company may switch the directory off, which is 403 then. */
  directoryShared = true;
  /** Fields that the key's owner may not see are left out without a word. */
  readonly hiddenFields = new Set<string>();

  constructor() {
    super();
  }

  get settings() {
    return { company_domain: COMPANY, api_base: this.origin };
  }

  get secrets() {
    return { api_key: this.apiKey, webhook_key: this.webhookKey };
  }

  /** The headers of a notification with this body. */
  notification(body: string, at = new Date()): Record<string, string> {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const signature = createHmac('sha256', this.webhookKey)
      .update(body + timestamp)
      .digest('hex');
    return {
      'content-type': 'application/json',
      'x-bamboohr-timestamp': timestamp,
      'x-bamboohr-signature': signature,
    };
  }

  protected answer(request: EmulatedRequest): EmulatedAnswer {
    const { pathname, searchParams } = request.url;
    if (!pathname.startsWith(BASE)) return refusal(404, 'Not found');
    const [key, password] = basicCredentials(request) ?? [];
    if (key !== this.apiKey || password === undefined) return refusal(401, 'Invalid API key');
    if (request.method !== 'GET') return refusal(405, 'Method not allowed');
    if (!request.headers.accept?.includes('application/json'))
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: '<?xml version="1.0"?><directory/>' };
    const [kind, key1, part, table] = pathname.slice(BASE.length).split('/').map(decodeURIComponent);
    if (kind !== 'employees' || key1 === undefined) return refusal(404, 'Not found');
    if (key1 === 'directory') return this.directory();
    if (key1 !== 'changed') return this.one(key1, searchParams);
    if (part === undefined) return this.changed(searchParams);
    return part === 'tables' && TABLES.includes(table ?? '')
      ? this.changedTables(searchParams, table!)
      : refusal(404, 'Unknown table');
  }

  /** Only those who are active now. */
  private directory(): EmulatedAnswer {
    if (!this.directoryShared) return refusal(403, 'The company directory is not shared');
    const shown = DIRECTORY_FIELDS.filter((field) => !this.hiddenFields.has(field));
    const all = this.employees.population.all();
    const fields = JSON.stringify(shown.map((id) => ({ id, type: 'text', name: id })));
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: jsonList('employees', directoryRows(all, shown), `"fields":${fields},`),
    };
  }

  private one(id: string, query: URLSearchParams): EmulatedAnswer {
    const employee = this.employees.population.get(id);
    if (employee === undefined) return refusal(404, 'Employee not found');
    const fields = (query.get('fields') ?? '').split(',').filter((field) => field !== '');
    const shown = fields.filter((field) => field in employee && !this.hiddenFields.has(field));
    return json(200, {
      id,
      ...Object.fromEntries(shown.map((field) => [field, employee[field as keyof BambooEmployee]])),
    });
  }

  private changed(query: URLSearchParams): EmulatedAnswer {
    const since = query.get('since') ?? '';
    const type = query.get('type');
    if (!SINCE.test(since)) return refusal(400, 'Invalid since parameter');
    if (type !== null && !['inserted', 'updated', 'deleted'].includes(type)) return refusal(400, 'Invalid type');
    const changes = [...this.employees.changedSince(Date.parse(since))].filter(
      ({ action }) => type === null || action.toLowerCase() === type,
    );
    // An empty PHP array has no keys, so it is written as a list.
    const employees = changes.length === 0 ? [] : Object.fromEntries(changes.map((change) => [change.id, change]));
    return json(200, { latest: this.employees.latest, employees });
  }

  private changedTables(query: URLSearchParams, table: string): EmulatedAnswer {
    const since = query.get('since') ?? '';
    if (!SINCE.test(since)) return refusal(400, 'Invalid since parameter');
    const changed = [...this.employees.changedSince(Date.parse(since))].map(({ id, lastChanged }) => [
      id,
      { lastChanged, rows: [this.employees.population.get(id)] },
    ]);
    return json(200, { table, employees: Object.fromEntries(changed) as unknown });
  }
}

function* directoryRows(all: Iterable<BambooEmployee>, fields: readonly (keyof BambooEmployee)[]): Iterable<unknown> {
  for (const employee of all) {
    if (employee.status !== 'Active') continue;
    yield { id: employee.id, ...Object.fromEntries(fields.map((field) => [field, employee[field]])) };
  }
}

const refusal = (status: number, message: string): EmulatedAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-bamboohr-error-message': message },
});
