import { type OpenAPIObject } from '@nestjs/swagger';

type Paths = OpenAPIObject['paths'];

const PORTAL = '/portal/api/';

/** The portal shows handlers of the management API once more: there the operation has the same id with `Portal` before it. */
export function withPortalIds(paths: Paths): Paths {
  const taken = new Set(
    Object.entries(paths)
      .filter(([path]) => !path.startsWith(PORTAL))
      .flatMap(([, item]) => Object.values(item).map(idOf)),
  );
  const renamed = (operation: object) =>
    taken.has(idOf(operation)) ? { ...operation, operationId: `Portal${idOf(operation)}` } : operation;
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      path.startsWith(PORTAL)
        ? Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, renamed(operation as object)]))
        : item,
    ]),
  ) as Paths;
}

const idOf = (operation: unknown): string => String((operation as { operationId?: unknown }).operationId);
