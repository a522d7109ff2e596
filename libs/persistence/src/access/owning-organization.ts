import { type Pool } from 'pg';

const ENDPOINT = 'SELECT organization_id AS id FROM webhook_endpoints WHERE id = $1';
const DELIVERY = `SELECT e.organization_id AS id FROM all_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id WHERE d.id = $1`;

/** Whose an endpoint or a delivery is. */
export class OwningOrganization {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined where there is no such endpoint, or it is nobody's in particular */
  ofEndpoint(id: string): Promise<string | undefined> {
    return this.find(ENDPOINT, id);
  }

  /** @returns as `ofEndpoint`, of the endpoint that gets the delivery */
  ofDelivery(id: string): Promise<string | undefined> {
    return this.find(DELIVERY, id);
  }

  private async find(text: string, id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ id: string | null }>(text, [id]);
    return rows[0]?.id ?? undefined;
  }
}
