import type pg from 'pg';
import { expect, it } from 'vitest';
import { newId } from '#directory';
import { AuditLog, createPool } from '#persistence';
import { createMigrationSource } from '../../libs/persistence/src/schema/data-source.js';
import { AuditChains } from '../../apps/cli/src/audit-chains.js';
import { createDatabase, runSql } from '../support/index.js';

it('entries that were written before there were chains become chains, in the order of their time', async () => {
  const database = await createDatabase({ empty: true });
  const source = await createMigrationSource(database.ownerUrl).initialize();
  let pool: pg.Pool | undefined;
  try {
    const all = source.migrations;
    const own = all.findIndex(({ name }) => name?.startsWith('AuditChain'));
    all.splice(own);
    await source.runMigrations({ transaction: 'each' });
    const organization = newId('org');
    for (const [id, org, at] of [
      ['log_3', organization, '2026-01-03'],
      ['log_1', organization, '2026-01-01'],
      ['log_2', null, '2026-01-02'],
      ['log_4', null, '2026-01-02'],
    ]) {
      await runSql(
        database.ownerUrl,
        `INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id, at) VALUES ($1, 'system', 'test.do', 'test', $2, $3)`,
        [id, org, at],
      );
    }
    await source.destroy();
    const later = await createMigrationSource(database.ownerUrl).initialize();
    await later.runMigrations({ transaction: 'each' });
    await later.destroy();
    pool = createPool(database.ownerUrl, { max: 1, name: 'test' });
    const lines: string[] = [];
    for await (const page of new AuditLog(pool).lines()) lines.push(...page);
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['log_2', 'log_4', 'log_1', 'log_3']);
    const chains = new AuditChains();
    for (const line of [...lines, '{"entries":4,"object":"End"}']) chains.read(line);
    expect(chains.end().map(({ entries }) => entries)).toEqual([2, 2]);
    await expect(runSql(database.ownerUrl, 'DELETE FROM audit_logs')).rejects.toThrow('append-only');
  } finally {
    await pool?.end();
    if (source.isInitialized) await source.destroy();
    await database.drop();
  }
});
