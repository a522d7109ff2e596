import { type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { GoogleEmulator } from '../emulators/google/google-emulator.js';
import { googleUser } from '../emulators/google/google-records.js';
import { MailServer } from '../support/smtp.js';
import { ManagementClient } from './management-client.js';
import { ApiDocument, type Operation } from './openapi-document.js';
import { ApiPage, type PageReply } from './openapi-page.js';
import { ExampleScene } from './openapi-scene.js';
import { LOOPBACK } from './pulled-directory.js';

/** No example can make these succeed. What they are answered is documented all the same. */
const REFUSED: Record<string, { status: number; because: string }> = {
  Notifications_notify: { status: 401, because: 'only the source of a directory can sign its notifications' },
  SignInSettings_applicationSessionPolicy: { status: 501, because: 'people do not sign in at this broker' },
};

/** Gets first, as long as everything is there; deletions last, the deepest first, the organization's at the very end. */
const ORDER = (operation: Operation): number =>
  operation.method === 'delete'
    ? // A user whom SCIM deletes is kept, and can still be erased.
      1_000 - (operation.path.startsWith('/directory/') ? 100 : operation.path.split('/').length)
    : operation.method === 'get'
      ? 0
      : operation.path.length;

const isPortal = ({ path }: Operation): boolean => path.startsWith('/portal/api/');

let app: ManagementClient;
let google: GoogleEmulator;
let mailServer: MailServer;
let document: ApiDocument;
let management: ExampleScene;
let portal: ExampleScene;
const refused = new Set<string>();

beforeAll(async () => {
  mailServer = await MailServer.start();
  google = await new GoogleEmulator().listen();
  google.users.put(googleUser('101', 'ada@acme.com', ['Ada', 'Lovelace']));
  const port = String(await freePort());
  app = await ManagementClient.start({
    ...LOOPBACK,
    PORT: port,
    ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'Rollcall <rollcall@example.com>',
  });
  document = await ApiDocument.of(app);
  const worker = await app.startWorker({ PORT: '0' });
  [management, portal] = await Promise.all([ExampleScene.create(app, google), ExampleScene.create(app, google)]);
  // From here on nobody asks the addresses of examples.
  await worker.close();
}, 120_000);
afterAll(async () => {
  await app.stop();
  await google.close();
  await mailServer.close();
});

/** Reads answers by the document. */
class Answers {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });

  constructor({ content }: ApiDocument) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'openapi', components: content.components });
  }

  /** @returns what is wrong, in words */
  problem({ words }: Operation, { status, text, type }: PageReply): string | undefined {
    const documented = words.responses[status];
    if (documented === undefined) return `${status} is not documented: ${text}`;
    const expected = REFUSED[words.operationId]?.status;
    if (expected === undefined ? status >= 400 : status !== expected) return `${status} ${text}`;
    if (text === '') return undefined;
    const media = type.split(';')[0]!;
    const content = documented.content?.[media];
    if (content === undefined) return `${media} is not documented for ${status}`;
    if (!/^application\/(scim\+)?json$/.test(media)) return undefined;
    const validate = this.schema(content.schema);
    return validate(JSON.parse(text)) ? undefined : `${this.ajv.errorsText(validate.errors)}: ${text}`;
  }

  private schema(schema: object): ValidateFunction {
    return this.ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components')));
  }
}

/** Each once as the page sends it, and those that change nothing once more with every parameter that has an example. */
async function problemsOf(operations: Operation[], scene: ExampleScene): Promise<string[]> {
  const page = new ApiPage(app, document, scene);
  const answers = new Answers(document);
  const problems: string[] = [];
  for (const operation of operations.sort((a, b) => ORDER(a) - ORDER(b))) {
    const where = `${operation.method.toUpperCase()} ${operation.path}`;
    const id = operation.words.operationId as string;
    const setting = await scene.settingOf(isPortal(operation) ? id.replace(/^Portal/, '') : id);
    if (isPortal(operation)) setting.headers = await scene.portal();
    const reply = await page.send(operation, false, setting);
    const problem = answers.problem(operation, reply);
    if (problem !== undefined) problems.push(`${where}: ${problem}`);
    if (id in REFUSED) refused.add(id);
    if (operation.method === 'get') {
      const { status, text } = await page.send(operation, true, setting);
      if (status !== reply.status) problems.push(`${where}: ${status} with all parameters: ${text}`);
    }
    await scene.restore(id, reply.text);
  }
  return problems;
}

describe('the examples of the OpenAPI document work as the page sends them, and are answered as it says', () => {
  it('in the management API, SCIM, streams and what is public', async () => {
    const operations = document.operations.filter((operation) => !isPortal(operation));
    expect(await problemsOf(operations, management)).toEqual([]);
    expect(operations.length).toBeGreaterThan(140);
    // No exception outlives its reason.
    expect([...refused].sort()).toEqual(Object.keys(REFUSED).sort());
  }, 120_000);

  it('in the API of the admin portal', async () => {
    const operations = document.operations.filter(isPortal);
    expect(await problemsOf(operations, portal)).toEqual([]);
    expect(operations.length).toBeGreaterThan(50);
  }, 120_000);
});
