import { type Pool, type QueryResult } from 'pg';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** What the statements of one question cost the server. */
export interface Cost {
  /** Pages of tables and indexes that were looked at. */
  pages: number;
  /** The tables that were read from end to end. */
  scanned: string[];
  /** The most rows that were sorted. */
  sorted: number;
}

/** A pool that explains each statement as well, and adds up what they cost. */
export function explaining(pool: Pool): { pool: Pool; take: () => Cost } {
  let cost: Cost = { pages: 0, scanned: [], sorted: 0 };
  const query = async (
    given: string | { text: string; values?: unknown[] },
    parameters?: unknown[],
  ): Promise<QueryResult> => {
    const { text, values } = typeof given === 'string' ? { text: given, values: parameters } : given;
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`,
      values,
    );
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
    cost.pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    note(plan, cost);
    return await pool.query(text, values);
  };
  const take = () => {
    const taken = cost;
    cost = { pages: 0, scanned: [], sorted: 0 };
    return taken;
  };
  const connect = async () => ({ query, release: () => undefined });
  return { pool: { query, connect } as unknown as Pool, take };
}

/** The tables that the plan of a statement reads from end to end. The statement is not run. */
export async function scannedBy(pool: Pool, text: string): Promise<string[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`);
  const scans = (node: PlanNode): string[] => [
    ...(node['Node Type'] === 'Seq Scan' ? [node['Relation Name']!] : []),
    ...(node.Plans ?? []).flatMap(scans),
  ];
  return scans(rows[0]!['QUERY PLAN'][0].Plan);
}

/** How many rows of the given tables a statement looks at. */
export async function readsOf(pool: Pool, text: string, values: unknown[], tables: string[]): Promise<number> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    values,
  );
  const reads = (node: PlanNode): number => {
    const looked = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    const own = tables.includes(node['Relation Name'] ?? '') ? looked : 0;
    return (node.Plans ?? []).reduce((sum, child) => sum + reads(child), own);
  };
  return reads(rows[0]!['QUERY PLAN'][0].Plan);
}

function note(node: PlanNode, cost: Cost): void {
  const rows = node['Actual Rows'] * node['Actual Loops'];
  if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined && node['Actual Loops'] > 0) {
    cost.scanned.push(node['Relation Name']);
  }
  // What a sort is given, not what a limit takes from it.
  if (node['Node Type'] === 'Sort') {
    for (const { 'Actual Rows': given, 'Actual Loops': loops } of node.Plans ?? [])
      cost.sorted = Math.max(cost.sorted, given * loops);
  }
  cost.sorted = Math.max(cost.sorted, node['Node Type'] === 'Sort' ? rows : 0);
  for (const child of node.Plans ?? []) note(child, cost);
}
