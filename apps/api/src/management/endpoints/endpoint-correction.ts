import { type SecretCipher, type WebhookEndpoint } from '#persistence';
import { openHeaders } from './endpoint-headers.js';

/** Whether what is sent from now on may be taken where it was refused before: another address, other headers, another format. */
export function isCorrection(before: WebhookEndpoint, after: WebhookEndpoint, cipher: SecretCipher): boolean {
  return (
    before.url !== after.url ||
    before.payloadFormat !== after.payloadFormat ||
    textOf(openHeaders(before.headersCipher, cipher)) !== textOf(openHeaders(after.headersCipher, cipher))
  );
}

const textOf = (headers: Record<string, string>): string => JSON.stringify(Object.entries(headers).sort());
