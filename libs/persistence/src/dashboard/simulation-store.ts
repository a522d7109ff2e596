import { type Pool } from 'pg';
import { newId } from '#directory';
import { queryAct } from '../audit/audited-act.js';

export interface SimulationView {
  id: string;
  state: 'running' | 'done' | 'failed';
  /** Steps of the provider that are done. */
  sent: number;
  total: number;
  errors: string[];
}

/** The process that ran it is gone after this. */
const LONGEST = '10 minutes';
const KEPT = '7 days';

const COLUMNS = `id, CASE WHEN state = 'running' AND created_at < now() - interval '${LONGEST}' THEN 'failed' ELSE state END AS state,
  sent, total, errors`;

/** Runs of simulated identity providers. */
export class SimulationStore {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined while another one of the directory runs */
  async begin(directoryId: string, total: number): Promise<SimulationView | undefined> {
    const { rows } = await queryAct<SimulationView>(
      this.pool,
      `WITH forgotten AS (DELETE FROM simulations WHERE created_at < now() - interval '${KEPT}')
        INSERT INTO simulations (id, directory_id, state, total)
        SELECT $1, d.id, 'running', $3 FROM directories d WHERE d.id = $2 AND NOT EXISTS (
          SELECT FROM simulations s WHERE s.directory_id = $2 AND s.state = 'running' AND s.created_at > now() - interval '${LONGEST}')
        RETURNING ${COLUMNS}`,
      [newId('sim'), directoryId, total],
      ({ id }) => ({ targetId: id }),
    );
    return rows[0];
  }

  async progress(id: string, { state, sent, errors }: Omit<SimulationView, 'id' | 'total'>): Promise<void> {
    await this.pool.query(`UPDATE simulations SET state = $2, sent = $3, errors = $4 WHERE id = $1`, [
      id,
      state,
      sent,
      JSON.stringify(errors),
    ]);
  }

  async find(directoryId: string, id: string): Promise<SimulationView | undefined> {
    const { rows } = await this.pool.query<SimulationView>(
      `SELECT ${COLUMNS} FROM simulations WHERE directory_id = $1 AND id = $2`,
      [directoryId, id],
    );
    return rows[0];
  }
}
