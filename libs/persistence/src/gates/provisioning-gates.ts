import { type Pool } from 'pg';
import { newId } from '#directory';
import { type Gate, newSecret } from '#webhooks';
import { changesBetween } from '../audit/audit-changes.js';
import { queryAct, writeAct } from '../audit/audited-act.js';
import { inTransaction } from '../connection/in-transaction.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';

export const GATE_CHANGES = ['create', 'activate'] as const;

export type GateChange = (typeof GATE_CHANGES)[number];

/** A gate that is enabled, as whoever asks it needs it. */
export interface StoredGate extends Gate {
  organizationId: string;
  events: GateChange[];
  /** Base64 of what is sealed. */
  secretCipher: string;
}

export interface GateSettings {
  url: string;
  timeoutMs: number;
  onTimeout: 'allow' | 'deny';
  events: GateChange[];
  enabled: boolean;
}

/** SQL: the enabled gate `g` as a StoredGate; null where there is none. */
export const GATE_JSON = `CASE WHEN g.id IS NOT NULL THEN json_build_object('id', g.id, 'organizationId', g.organization_id, 'url', g.url,
  'timeoutMs', g.timeout_ms, 'onTimeout', g.on_timeout, 'events', g.events, 'secretCipher', encode(g.secret_cipher, 'base64')) END`;

const SETTINGS = `SELECT url, timeout_ms AS "timeoutMs", on_timeout AS "onTimeout", events, enabled FROM provisioning_gates
  WHERE organization_id = $1`;

/** What an organization's application wants to be asked about. */
export class ProvisioningGates {
  constructor(
    private readonly pool: Pool,
    private readonly cipher: SecretCipher,
  ) {}

  async find(organizationId: string): Promise<GateSettings | undefined> {
    const { rows } = await this.pool.query<GateSettings>(SETTINGS, [organizationId]);
    return rows[0];
  }

  /** @returns the secret of a gate that was not there before */
  async save(organizationId: string, gate: GateSettings): Promise<string | undefined> {
    const secret = newSecret();
    return await inTransaction(this.pool, async (client) => {
      const { rows: before } = await client.query<GateSettings>(`${SETTINGS} FOR UPDATE`, [organizationId]);
      const { rows } = await client.query<{ created: boolean }>(
        `INSERT INTO provisioning_gates AS g (id, organization_id, url, timeout_ms, on_timeout, events, enabled, secret_cipher)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (organization_id) DO UPDATE SET url = EXCLUDED.url, timeout_ms = EXCLUDED.timeout_ms, on_timeout = EXCLUDED.on_timeout,
          events = EXCLUDED.events, enabled = EXCLUDED.enabled, updated_at = now()
        RETURNING g.id = $1 AS created`,
        [
          newId('gate'),
          organizationId,
          gate.url,
          gate.timeoutMs,
          gate.onTimeout,
          gate.events,
          gate.enabled,
          this.cipher.encrypt(secret),
        ],
      );
      await writeAct(client, { changes: changesBetween(shownOf(before[0]), shownOf(gate), ['url']) });
      return rows[0]!.created ? secret : undefined;
    });
  }

  /** @returns false where there was none */
  async remove(organizationId: string): Promise<boolean> {
    const { rowCount } = await queryAct(this.pool, 'DELETE FROM provisioning_gates WHERE organization_id = $1', [
      organizationId,
    ]);
    return rowCount === 1;
  }

  /** The enabled gate of a directory's organization. */
  async ofDirectory(directoryId: string): Promise<StoredGate | undefined> {
    const { rows } = await this.pool.query<{ gate: StoredGate }>(
      `SELECT ${GATE_JSON} AS gate FROM directories d JOIN provisioning_gates g ON g.organization_id = d.organization_id AND g.enabled
        WHERE d.id = $1`,
      [directoryId],
    );
    return rows[0]?.gate;
  }
}

/** As the API calls it. The path of an URL may be a password: the audit log shows its origin. */
function shownOf(gate: GateSettings | undefined): Record<string, unknown> {
  if (gate === undefined) return {};
  const { url, timeoutMs, onTimeout, events, enabled } = gate;
  return { url, origin: new URL(url).origin, timeout_ms: timeoutMs, on_timeout: onTimeout, events, enabled };
}
