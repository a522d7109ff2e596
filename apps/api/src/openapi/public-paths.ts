import { type OpenAPIObject } from '@nestjs/swagger';
import { publicPath } from '../http/verb.js';

type Paths = OpenAPIObject['paths'];

/**
 * Routes as clients write them: custom verbs behind a colon (see Verb), parameters in the snake_case of everything else. SCIM routes
 * take a directory's secret.
 */
export function publicPaths(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      snakeParameters(publicPath(path)),
      mapOperations(item, path.startsWith('/directory/')),
    ]),
  );
}

function mapOperations(item: Paths[string], isScim: boolean): Paths[string] {
  const operations = Object.entries(item).map(([method, operation]) => {
    if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) return [method, operation];
    const { parameters = [], ...rest } = operation as { parameters?: { name: string; in: string }[] };
    const named = parameters.map((parameter) =>
      parameter.in === 'path' ? { ...parameter, name: snakeCase(parameter.name) } : parameter,
    );
    return [method, { ...rest, parameters: named, ...(isScim && { security: [{ 'directory-secret': [] }] }) }];
  });
  return Object.fromEntries(operations) as Paths[string];
}

function snakeParameters(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => `{${snakeCase(name)}}`);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
