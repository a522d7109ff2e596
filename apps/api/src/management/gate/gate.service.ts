import { Inject, Injectable } from '@nestjs/common';
import { GATE_CHANGES, type GateSettings, ProvisioningGates } from '#persistence';
import { Problem } from '../../http/problem.js';
import { EndpointAddress } from '../endpoints/endpoint-address.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { type GateBody, type UpdateGate } from './gate.dto.js';

const SHORTEST_MS = 100;
const LONGEST_MS = 5_000;

@Injectable()
export class GateService {
  constructor(
    @Inject(OrganizationsService) private readonly organizations: OrganizationsService,
    @Inject(EndpointAddress) private readonly address: EndpointAddress,
    @Inject(ProvisioningGates) private readonly gates: ProvisioningGates,
  ) {}

  async get(organizationId: string): Promise<GateBody> {
    await this.organizations.find(organizationId);
    const gate = await this.gates.find(organizationId);
    if (gate === undefined) throw absent(organizationId);
    return bodyOf(gate);
  }

  /** Replaces all but the secret, which stays for as long as the gate is there. */
  async update(organizationId: string, input: UpdateGate): Promise<GateBody> {
    await this.organizations.find(organizationId);
    const gate: GateSettings = {
      url: await this.address.assertAllowed(input.url),
      timeoutMs: timeoutOf(input.timeout ?? '2s'),
      onTimeout: input.on_timeout ?? 'deny',
      events: [...new Set(input.events ?? GATE_CHANGES)],
      enabled: input.enabled ?? true,
    };
    const secret = await this.gates.save(organizationId, gate);
    return { ...bodyOf(gate), ...(secret !== undefined && { secret }) };
  }

  async remove(organizationId: string): Promise<void> {
    await this.organizations.find(organizationId);
    if (!(await this.gates.remove(organizationId))) throw absent(organizationId);
  }
}

function timeoutOf(text: string): number {
  const match = /^(\d{1,5})(ms|s)$/.exec(text);
  const ms = match === null ? NaN : Number(match[1]) * (match[2] === 's' ? 1_000 : 1);
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw Problem.invalid([{ field: 'timeout', description: 'must be a duration from 100ms to 5s, such as 2s' }]);
}

function bodyOf({ url, timeoutMs, onTimeout, events, enabled }: GateSettings): GateBody {
  const timeout = timeoutMs % 1_000 === 0 ? `${timeoutMs / 1_000}s` : `${timeoutMs}ms`;
  return { url, timeout, on_timeout: onTimeout, events, enabled };
}

function absent(organizationId: string): Problem {
  return Problem.fromStatus(404, `the organization "${organizationId}" has no provisioning gate`);
}
