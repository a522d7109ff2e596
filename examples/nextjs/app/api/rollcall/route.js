// A Next.js route handler for Rollcall's webhooks: POST /api/rollcall. Needs ROLLCALL_WEBHOOK_SECRET.
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { saveMember } from '../../../lib/members.js';

export async function POST(request) {
  let event;
  try {
    // The text as it came is what is signed: `request.json()` would lose it.
    const headers = Object.fromEntries(request.headers);
    event = new Webhook(process.env.ROLLCALL_WEBHOOK_SECRET).verify(await request.text(), headers);
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return Response.json({ error: error.message }, { status: 401 });
  }
  // Every event of a person carries the whole person. Other types are answered and left alone.
  if (event.type.startsWith('organization.directory.user_')) {
    const { id, version, active, email, name, roles = [] } = event.data;
    // Answered when it is stored: an error here is a 500, and the event comes again.
    await saveMember({ id, version, active, email, name, roles: roles.map(({ role_name }) => role_name) });
  }
  return new Response(null, { status: 204 });
}
