export { IN_TURN, session, type Settings, STATEMENT_TIMEOUT_MS } from './session.js';
export { watchSilence } from './silence-watch.js';
export { WatchedClient } from './watched-client.js';
