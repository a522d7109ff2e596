// Webhooks in Express: ROLLCALL_WEBHOOK_SECRET=whsec_… node express.mjs
import { verifyWebhook, WebhookVerificationError } from '@rollcall/client';
import express from 'express';

const app = express();

// The raw bytes, for this route: what a JSON parser makes of them cannot be verified.
app.post('/hooks/rollcall', express.raw({ type: 'application/json', limit: '1mb' }), (request, response) => {
  let event;
  try {
    event = verifyWebhook(process.env.ROLLCALL_WEBHOOK_SECRET, request.headers, request.body);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return response.status(401).end();
  }
  // Store it here, answer, and work on it afterwards: the same event may come more than once.
  if (event.type === 'organization.directory.user_deleted') console.log(`lock out ${event.data.email}`);
  response.status(204).end();
});

const server = app.listen(process.env.PORT ?? 4000, () => console.log(`listening on ${server.address().port}`));
