import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';
import { type Environment, VERSION } from '#config';
import { serveApiReference } from './api-reference.js';
import { completeOperations } from './complete-operations.js';
import { type Schemas } from './example-of.js';
import { withPortalIds } from './portal-ids.js';
import { publicPaths } from './public-paths.js';
import { SESSION_COOKIE } from '../management/sessions/session-cookie.js';
import { eventSchemas } from '../management/events/event-catalogue.js';
import { SCIM_SCHEMAS } from './scim-operations.js';
import { webhookOperations } from './webhook-operations.js';

const DESCRIPTION = `Identity providers push people and groups to Rollcall over SCIM. Your application reads them here, and Rollcall sends a signed webhook for every change.

**Authentication.** Send an API key as \`Authorization: Bearer <key>\`, or exchange the key for an access token at \`POST /oauth/token\`.

**The admin portal** calls routes below \`/portal/api\` with the cookie of its session. They work as the routes below \`/api/v1/organizations/{organization_id}\` of the same name, for the organization of the session.

**Errors** are \`{code, message, details[]}\`. Check \`details[0].error_code\`.

**Unknown fields of a body** are refused with 400 by name. Routes that follow Scalekit's API ignore them instead and name them in the response header \`x-ignored-fields\`. Unknown query parameters are ignored and named there on every route.

**Lists** return 10 items by default and at most 100. Use \`next_page_token\` as \`page_token\` to get the next page.`;

const TAGS = [
  { name: 'Authentication', description: 'Access tokens, and the keys that verify them.' },
  { name: 'Organizations', description: 'Your customers.' },
  { name: 'Directories', description: 'Connections to identity providers, and their secrets.' },
  { name: 'Pull connections', description: 'Directories that Rollcall reads by itself: their sources and syncs.' },
  { name: 'Users and groups', description: 'The people and groups that identity providers have sent.' },
  { name: 'Events', description: 'Every change, in order. docs/events.md lists every type.' },
  { name: 'Webhooks', description: 'Endpoints, deliveries, and the events that endpoints receive.' },
  { name: 'Streams', description: 'Security event tokens: the stream API of the OpenID Shared Signals Framework.' },
  { name: 'Admin portal', description: "Links for your customer's administrator." },
  { name: 'Roles', description: 'The roles of your application, and the groups that give them.' },
  { name: 'API keys', description: 'Keys for this API.' },
  { name: 'Audit log', description: 'Who changed what, and when.' },
  { name: 'SCIM', description: 'The endpoint for identity providers (RFC 7643, RFC 7644).' },
  { name: 'Health', description: 'For load balancers and monitoring.' },
];

/** `GET /openapi.json` (OpenAPI 3.1) and a page at `/docs`, both made of the routes themselves. */
export function describeApi(app: NestFastifyApplication, environment: Environment): void {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Made on the first request, as most processes are never asked, and once: every answer sends the same bytes.
  let document: Buffer | undefined;
  fastify.get('/openapi.json', (_request, reply) => {
    document ??= Buffer.from(JSON.stringify(createDocument(app, environment)));
    return reply.type('application/json; charset=utf-8').send(document);
  });
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
    .addSecurity('dashboard-session', {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description: 'The session that `POST /api/v1/sessions` begins in a browser.',
    })
    .addSecurity('portal-session', {
      type: 'apiKey',
      in: 'cookie',
      name: 'rollcall_portal',
      description: 'The session that a link to the admin portal opens.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, words, {
    // Of SCIM routes alone, whose handlers serve users and groups alike: all others have an id that is written by hand.
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const schemas = { ...document.components?.schemas, ...eventSchemas(), ...SCIM_SCHEMAS } as Schemas;
  return {
    ...document,
    tags: TAGS,
    paths: completeOperations(withPortalIds(publicPaths(document.paths)), schemas),
    components: {
      ...document.components,
      schemas,
    },
    webhooks: webhookOperations(),
  } as OpenAPIObject;
}
