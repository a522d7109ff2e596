export { IN_TURN, session, type Settings, STATEMENT_TIMEOUT_MS } from './session.js';
export { type LostConnection, lostConnections } from './lost-connections.js';
export { WatchedClient } from './watched-client.js';
