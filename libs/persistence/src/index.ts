export { createDataSource } from './data-source.js';
export { migrate } from './migrate.js';
export { createPool } from './pool.js';
export { ENDPOINTS_LOCK, lockKey, PostgresDirectoryTransactions } from './directory-transactions.js';
export { SecretCipher } from './secret-cipher.js';
