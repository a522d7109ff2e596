export { createDataSource } from './data-source.js';
export { migrate } from './migrate.js';
export { createPool } from './pool.js';
export { ENDPOINTS_LOCK, lockKey, PostgresDirectoryTransactions } from './directory-transactions.js';
export { SecretCipher } from './secret-cipher.js';
export { compileGroupFilter, compileUserFilter } from './filter-to-sql.js';
export {
  DirectoryReads,
  type GroupMember,
  type GroupWithMembers,
  type ListQuery,
  type Page,
} from './directory-reads.js';
export {
  hashSecret,
  loadDirectoryAccess,
  requireFullSync,
  touchSecret,
  type DirectoryAccess,
} from './directory-secrets.js';
