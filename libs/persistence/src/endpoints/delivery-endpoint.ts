import { type Pool } from 'pg';
import { type DeliveryEndpoint } from '#delivery';
import { type PayloadFormat } from '../entities/index.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';

interface EndpointRow {
  id: string;
  /** The organization whose events the endpoint gets; null: all organizations. */
  organizationId: string | null;
  url: string;
  enabled: boolean;
  payloadFormat: PayloadFormat;
  audience: string | null;
  subjectFormat: 'iss_sub' | 'email';
  eventsRequested: string[];
  rateLimit: number | null;
  resumedAt: string | null;
  headersCipher: Buffer | null;
  secretCiphers: Buffer[];
}

const LOAD = `
  SELECT e.id, e.organization_id AS "organizationId", e.url, e.enabled, e.payload_format AS "payloadFormat", e.audience, e.subject_format AS "subjectFormat", e.events_requested AS "eventsRequested", e.rate_limit AS "rateLimit", e.resumed_at AS "resumedAt", e.headers_cipher AS "headersCipher",
    ARRAY(SELECT s.cipher FROM endpoint_secrets s
      WHERE s.endpoint_id = e.id AND (s.expires_at IS NULL OR s.expires_at > now()) ORDER BY s.created_at DESC, s.id DESC) AS "secretCiphers"
  FROM webhook_endpoints e WHERE e.id = $1`;

/** Undefined when there is no such endpoint. @throws where a secret was encrypted with a key we do not have. */
export async function loadDeliveryEndpoint(
  pool: Pool,
  cipher: SecretCipher,
  id: string,
): Promise<DeliveryEndpoint | undefined> {
  const { rows } = await pool.query<EndpointRow>({ name: 'delivery-endpoint', text: LOAD, values: [id] });
  const row = rows[0];
  if (row === undefined) return undefined;
  const { headersCipher, secretCiphers, ...endpoint } = row;
  return {
    ...endpoint,
    secrets: secretCiphers.map((sealed) => cipher.decrypt(sealed)),
    headers:
      headersCipher === null ? {} : lowerCase(JSON.parse(cipher.decrypt(headersCipher)) as Record<string, string>),
  };
}

/** Two headers whose names differ in case only would both be sent. */
const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
