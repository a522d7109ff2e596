import { type Pool } from 'pg';
import { type DirectorySettings, gateUser, newId, type UserRecord } from '#directory';
import { type ScimResource } from '#scim';
import { type GateDecision, type Gatekeeper } from '#webhooks';
import { ActiveUsers } from '../users/active-users.js';
import { DirectoryReads } from '../resources/directory-reads.js';
import { withDefaults } from '../changes/policy-defaults.js';
import { GateDenials } from './gate-denials.js';
import { type GateChange, ProvisioningGates, type StoredGate } from './provisioning-gates.js';
import { ROLES_JSON } from '../resources/rows.js';
import { type SecretCipher } from '../secrets/secret-cipher.js';

/** A change that would let a person in: `before` is undefined where the user would be created. */
export interface GatedChange {
  before?: UserRecord | undefined;
  resource: ScimResource;
}

/** The same as a sync knows it: `userId` is missing where the user would be created, or comes back. */
export interface GatedArrival {
  userId?: string | null;
  resource: ScimResource;
}

/** What was asked, and what came of it. */
export interface GateVerdict {
  requestId: string;
  change: GateChange;
  decision: GateDecision;
}

export interface GateAdmissionOptions {
  pool: Pool;
  cipher: SecretCipher;
  gatekeeper: Pick<Gatekeeper, 'ask'>;
  /** An endpoint has got a delivery. */
  ring(endpointId: string): void;
}

/** Of one bulk request, or of one sync. */
export const GATE_REQUESTS_AT_ONCE = 20;

/** Asks the application before a person gets in (docs/gate.md). Nothing is remembered of its answers. */
export class GateAdmission {
  private readonly gates: ProvisioningGates;
  private readonly denials: GateDenials;
  private readonly activeUsers: ActiveUsers;
  private readonly reads: DirectoryReads;

  constructor(private readonly options: GateAdmissionOptions) {
    this.gates = new ProvisioningGates(options.pool, options.cipher);
    this.denials = new GateDenials(options.pool);
    this.activeUsers = new ActiveUsers(options.pool);
    this.reads = new DirectoryReads(options.pool);
  }

  /** Before the transaction. Undefined where the gate does not want to be asked about that. */
  async ask(
    gate: StoredGate,
    directoryId: string,
    { before, resource }: GatedChange,
  ): Promise<GateVerdict | undefined> {
    const change = before === undefined ? 'create' : 'activate';
    if (!gate.events.includes(change)) return undefined;
    const settings = await this.settingsOf(directoryId);
    if (settings === undefined) return undefined;
    const { organizationId } = gate;
    const user = gateUser(settings, { organizationId, directoryId }, before, resource, new Date().toISOString());
    if (before !== undefined && (before.active || !user.isActive)) return undefined;
    const requestId = newId('gate');
    const body = JSON.stringify({
      type: 'rollcall.gate.request',
      id: requestId,
      organization_id: organizationId,
      directory_id: directoryId,
      change,
      data: user.data,
      counts: { active_users: await this.activeUsers.of(organizationId) },
    });
    const secret = this.options.cipher.decrypt(Buffer.from(gate.secretCipher, 'base64'));
    const decision = await this.options.gatekeeper.ask(gate, { id: requestId, body }, [secret]);
    if (decision.allowed && user.isActive) this.activeUsers.admitted(organizationId);
    return { requestId, change, decision };
  }

  /** Announces a denial. @returns its reason */
  async deny(gate: StoredGate, directoryId: string, verdict: GateVerdict, changed: GatedChange): Promise<string> {
    const { requestId, change, decision } = verdict;
    const reason = decision.allowed ? '' : decision.reason;
    const rung = await this.denials.announce({
      requestId,
      organizationId: gate.organizationId,
      directoryId,
      change,
      userId: changed.before?.id ?? null,
      externalId: (changed.resource['externalId'] as string | undefined) ?? null,
      reason,
    });
    for (const endpointId of rung) this.options.ring(endpointId);
    return reason;
  }

  /**
   * For pulled syncs: asks about each change, at most 20 at a time, and announces what is denied.
   * @returns for each change why it is denied; undefined where it may go on
   */
  async denialsOf(directoryId: string, arrivals: readonly GatedArrival[]): Promise<(string | undefined)[]> {
    const gate = await this.gates.ofDirectory(directoryId);
    if (gate === undefined) return arrivals.map(() => undefined);
    return await atMost(GATE_REQUESTS_AT_ONCE, arrivals, async ({ userId, resource }) => {
      const isNew = userId === undefined || userId === null;
      if (!isNew && !gate.events.includes('activate')) return undefined;
      const before = isNew ? undefined : await this.reads.user(directoryId, userId);
      // A user who was deleted meanwhile cannot be admitted.
      if (!isNew && before === undefined) return undefined;
      const change = { before, resource };
      const verdict = await this.ask(gate, directoryId, change);
      if (verdict === undefined || verdict.decision.allowed) return undefined;
      return await this.deny(gate, directoryId, verdict, change);
    });
  }

  private async settingsOf(directoryId: string): Promise<DirectorySettings | undefined> {
    const { rows } = await this.options.pool.query<DirectorySettings>({
      name: 'gate-settings',
      text: `SELECT d.policy, d.attribute_mappings AS "attributeMappings", d.role_assignments AS "roleAssignments",
          d.group_rules AS "groupRules", ${ROLES_JSON} AS roles FROM directories d WHERE d.id = $1 AND d.deleted_at IS NULL`,
      values: [directoryId],
    });
    return rows[0] && withDefaults(rows[0]);
  }
}

/** Runs `work` for each item, no more than `limit` at once; results in the order of the items. */
export async function atMost<T, R>(limit: number, items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
