export { AgentError, type AgentErrorKind } from './agent-error.js';
export { type Log, type LogLine, logText } from './agent-log.js';
export { type AgentOptions } from './agent-options.js';
export { runAgent } from './run-agent.js';
export { errorLine, runEvery } from './schedule.js';
