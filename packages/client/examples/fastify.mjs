// Webhooks in Fastify: ROLLCALL_WEBHOOK_SECRET=whsec_… node fastify.mjs
import { verifyWebhook, WebhookVerificationError } from '@rollcall/client';
import Fastify from 'fastify';

const app = Fastify();

// A scope of its own: only here are JSON bodies left as the bytes that they came as.
await app.register(async (hooks) => {
  hooks.removeContentTypeParser('application/json');
  hooks.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  hooks.post('/hooks/rollcall', async (request, reply) => {
    let event;
    try {
      event = verifyWebhook(process.env.ROLLCALL_WEBHOOK_SECRET, request.headers, request.body);
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return reply.status(401).send();
    }
    // Store it here, answer, and work on it afterwards: the same event may come more than once.
    if (event.type === 'organization.directory.user_deleted') console.log(`lock out ${event.data.email}`);
    return reply.status(204).send();
  });
});

await app.listen({ port: Number(process.env.PORT ?? 4000) });
console.log(`listening on ${app.server.address().port}`);
