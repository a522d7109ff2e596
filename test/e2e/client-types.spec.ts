import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

const HEADER = `// Made from GET /openapi.json by \`npm run client:types\`: do not edit.\n\n`;

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

// `npm run client:types` runs this very test, and has it write down what it finds.
it("packages/client has the types of today's OpenAPI document", async () => {
  const document = (await app.call('GET', '/openapi.json')).body as OpenAPI3;
  // SCIM is for identity providers.
  const paths = Object.fromEntries(Object.entries(document.paths!).filter(([path]) => path.startsWith('/api/v1/')));
  // Examples of errors are for the page: as comments they would be most of the file.
  const words = JSON.parse(
    JSON.stringify({ ...document, paths, webhooks: undefined }, (key, value: object) =>
      key === 'content' ? withoutExamples(value) : value,
    ),
  ) as OpenAPI3;
  const options = { alphabetize: true, defaultNonNullable: false };
  const types = astToString(await openapiTS(words, options));
  await expect(HEADER + types).toMatchFileSnapshot('../../packages/client/src/generated/openapi.ts');
});

function withoutExamples(content: object): object {
  return Object.fromEntries(
    Object.entries(content).map(([media, { example: _example, ...rest }]: [string, { example?: unknown }]) => [
      media,
      rest,
    ]),
  );
}
