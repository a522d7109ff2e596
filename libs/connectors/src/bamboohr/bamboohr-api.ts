import { ConnectorError } from '../connector-error.js';
import { answerError, type Hints, incomplete } from '../record/answer-error.js';
import { apiUrl } from '../record/api-url.js';
import { basicAuthorization } from '../record/basic-authorization.js';
import { streamedRecords } from '../record/listing-stream.js';
import { parsedJson } from '../record/parsed-json.js';
import { recordOf, recordsOf, textOf } from '../record/record-value.js';
import { type SourcePorts, type SourceRequest } from '../source-ports.js';
import { type BambooSettings } from './bamboohr-settings.js';
import { EMPLOYEE_FIELDS } from './bamboohr-user.js';

const HINTS: Hints = {
  source: 'BambooHR',
  credentials:
    'Create an API key in BambooHR (your name > API Keys) and enter it. Keys end with the account of their owner.',
  permission:
    'Give the owner of the API key an access level that may see all employees and these fields (Settings > Access Levels).',
  notFound: 'Check the company domain: it is the part before `.bamboohr.com`.',
};

export interface BambooChange {
  id: string;
  deleted: boolean;
}

export interface BambooChanges {
  changes: BambooChange[];
  /** When the last of all changes was, by BambooHR. */
  latest: string | undefined;
  /** What BambooHR's clock showed, as its web server says it. */
  clock: string | undefined;
}

/** BambooHR's API of one company. The key's owner decides who and what is seen. */
export class BambooApi {
  constructor(
    private readonly settings: BambooSettings,
    private readonly ports: SourcePorts,
  ) {}

  /** Rows of the company directory: those who are active. */
  directory(signal: AbortSignal): AsyncGenerator<Record<string, unknown>[]> {
    return streamedRecords(this.ports.http, this.request('employees/directory', {}, signal), 'employees', HINTS);
  }

  /** Undefined for somebody who is no longer there. */
  async employee(id: string, signal: AbortSignal): Promise<Record<string, unknown> | undefined> {
    const path = `employees/${encodeURIComponent(id)}`;
    const query = { fields: EMPLOYEE_FIELDS.join(',') };
    try {
      return { ...(await this.get(path, query, signal)).body, id };
    } catch (error) {
      if (error instanceof ConnectorError && error.code === 'not_found') return undefined;
      throw error;
    }
  }

  /** @param since ISO 8601; encoded, since a plus sign would arrive as a space */
  async changed(since: string, signal: AbortSignal): Promise<BambooChanges> {
    const { body, clock } = await this.get('employees/changed', { since }, signal);
    // An object by id; a list where it is empty.
    const listed = body['employees'];
    if (typeof listed !== 'object' || listed === null) throw incomplete(HINTS.source, 'the list of changes is missing');
    const records = Array.isArray(listed) ? recordsOf(listed) : recordsOf(Object.values(listed));
    const changes = records.flatMap((record) => {
      const id = textOf(record['id']);
      return id === undefined ? [] : [{ id, deleted: textOf(record['action'])?.toLowerCase() === 'deleted' }];
    });
    return { changes, latest: textOf(body['latest']), clock };
  }

  private async get(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<{ body: Record<string, unknown>; clock: string | undefined }> {
    const answer = await this.ports.http.request(this.request(path, query, signal));
    if (answer.status !== 200) throw answerError(answer.status, HINTS);
    const body = recordOf(parsedJson(answer.body));
    if (body === undefined) throw incomplete(HINTS.source, 'an answer is not complete JSON');
    return { body, clock: answer.headers['date'] };
  }

  private request(path: string, query: Record<string, string>, signal: AbortSignal): SourceRequest {
    const url = apiUrl(this.settings.apiBase, `/api/gateway.php/${this.settings.company}/v1/${path}`);
    url.search = new URLSearchParams(query).toString();
    return {
      method: 'GET',
      url: url.href,
      headers: { authorization: basicAuthorization(this.settings.apiKey, 'x'), accept: 'application/json' },
      signal,
    };
  }
}
