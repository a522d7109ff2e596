export { createDatabase, refuseForeignServer, type TestDatabase } from './database.js';
export { Receiver, type Answer, type ReceivedRequest } from './receiver.js';
export { createRedisDatabase, hasRedis } from './redis.js';
export { redisInstalled, startRedis, type RedisServer } from './redis-server.js';
export { runSql } from './run-sql.js';
export { until } from './until.js';
export { type Services } from './services.js';
