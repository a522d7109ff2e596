import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';
import { type Environment } from '#config';
import { VERSION } from '../version.js';
import { serveApiReference } from './api-reference.js';
import { completeOperations } from './complete-operations.js';
import { type Schemas } from './example-of.js';
import { publicPaths } from './public-paths.js';
import { eventSchemas } from '../management/events/event-catalogue.js';
import { SCIM_SCHEMAS } from './scim-operations.js';
import { webhookOperations } from './webhook-operations.js';

const DESCRIPTION = `Identity providers push people and groups over SCIM; applications read them here and are told of every change by signed webhooks.

Send an API key as \`Authorization: Bearer <key>\`, or exchange it for an access token at \`POST /oauth/token\`.
Errors are \`{code, message, details[]}\`; unknown fields in bodies are ignored; lists clamp \`page_size\` and never refuse it.`;

const TAGS = [
  { name: 'Authentication', description: 'Access tokens and the keys they verify with.' },
  { name: 'Organizations', description: 'Customers of the application.' },
  { name: 'Directories', description: 'Connections to identity providers, and what opens them.' },
  { name: 'Users and groups', description: 'What the identity providers have sent.' },
  { name: 'Events', description: 'Every change, in order.' },
  { name: 'Webhooks', description: 'Endpoints and deliveries.' },
  { name: 'Admin portal', description: "Links for a customer's own administrator." },
  { name: 'Roles', description: "The application's roles, and who has them." },
  { name: 'API keys', description: 'Clients of this API.' },
  { name: 'Audit log', description: 'Who did what.' },
  { name: 'SCIM', description: 'What identity providers speak.' },
  { name: 'Health', description: 'For load balancers and monitoring.' },
];

/** `GET /openapi.json` (OpenAPI 3.1) and a page at `/docs`, both made of the routes themselves. */
export function describeApi(app: NestFastifyApplication, environment: Environment): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Made on the first request: most processes are never asked.
  let document: OpenAPIObject | undefined;
  fastify.get('/openapi.json', (_request, reply) => reply.send((document ??= createDocument(app, environment))));
  serveApiReference(fastify);
}

function createDocument(app: NestFastifyApplication, environment: Environment): OpenAPIObject {
  const words = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Rollcall')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(environment.publicUrl)
    .addSecurity('api-key', { type: 'http', scheme: 'bearer', description: 'An API key, or an access token.' })
    .addSecurity('directory-secret', { type: 'http', scheme: 'bearer', description: "A directory's secret." })
    .build();
  const document = SwaggerModule.createDocument(app, words, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const schemas = { ...document.components?.schemas, ...eventSchemas(), ...SCIM_SCHEMAS } as Schemas;
  return {
    ...document,
    tags: TAGS,
    paths: completeOperations(publicPaths(document.paths), schemas),
    components: {
      ...document.components,
      schemas,
    },
    webhooks: webhookOperations(),
  } as OpenAPIObject;
}
