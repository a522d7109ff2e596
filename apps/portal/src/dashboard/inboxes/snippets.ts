/** How a receiver checks the signature of the Standard Webhooks (docs/webhooks.md), in four languages. */
export const SNIPPETS = [
  {
    language: 'Node.js',
    code: `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.ROLLCALL_WEBHOOK_SECRET);
// rawBody is the text of the body as it came, before any parsing.
const event = webhook.verify(rawBody, request.headers);`,
  },
  {
    language: 'Python',
    code: `from standardwebhooks import Webhook

webhook = Webhook(os.environ["ROLLCALL_WEBHOOK_SECRET"])
# raw_body is the text of the body as it came, before any parsing.
event = webhook.verify(raw_body, headers)`,
  },
  {
    language: 'Go',
    code: `import standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

webhook, err := standardwebhooks.NewWebhook(os.Getenv("ROLLCALL_WEBHOOK_SECRET"))
// body holds the bytes as they came, before any parsing.
err = webhook.Verify(body, request.Header)`,
  },
  {
    language: 'Ruby',
    code: `require "standardwebhooks"

webhook = StandardWebhooks::Webhook.new(ENV["ROLLCALL_WEBHOOK_SECRET"])
# raw_body is the text of the body as it came, before any parsing.
event = webhook.verify(raw_body, headers)`,
  },
] as const;
