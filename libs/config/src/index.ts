export { APPLICATION_ROLE, applicationDatabaseUrl, applicationPassword } from './application-database.js';
export { Environment, type Role } from './environment.js';
export { EnvironmentError, type EnvironmentProblem } from './environment-error.js';
export { EnvironmentFileError, loadEnvironmentFile } from './environment-file.js';
export { loadEnvironment } from './load-environment.js';
export { renderExample, renderMarkdown } from './render-environment.js';
export { VERSION } from './version.js';
export { assertServiceEnvironment, type ServiceEnvironment } from './service-environment.js';
