import { type Type } from '@nestjs/common';
import { GUARDS_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { PortalGuard } from './portal.guard.js';
import { OPENED_BY, type OpenedBy, type PortalSection } from '../management/portal-links/sections.js';

const MIRRORS = 'rollcall:mirrors';
const MANAGEMENT = /^api\/v1\/(?:organizations\/:organizationId\/)?/;

type Routes<C> = { [Handler in keyof C & string]?: readonly PortalSection[] };

/**
 * A controller of the management API once more below /portal/api: the same handlers over the same services, with the organization of
 * the session in place of the one in the path. Only the handlers that are named exist there.
 */
export function mirror<C extends object>(Original: Type<C>, routes: Routes<C>): Type<C> {
  const Mirror = class extends (Original as Type<object>) {};
  Object.defineProperty(Mirror, 'name', { value: `Portal${Original.name}` });
  for (const name of handlersOf(Original)) {
    // Hides the handler from the framework, which would serve what it finds on any prototype.
    if (!(name in routes)) Object.defineProperty(Mirror.prototype, name, { value: undefined });
  }
  const path = String(Reflect.getMetadata(PATH_METADATA, Original)).replace(MANAGEMENT, 'portal/api/');
  Reflect.defineMetadata(PATH_METADATA, path, Mirror);
  // In place of the API key's, which the class would inherit.
  Reflect.defineMetadata(GUARDS_METADATA, [PortalGuard], Mirror);
  Reflect.defineMetadata(OPENED_BY, routes as OpenedBy, Mirror);
  Reflect.defineMetadata(MIRRORS, Original, Mirror);
  return Mirror as Type<C>;
}

/** The controller that a mirror shows; any other controller itself. */
export function originalOf(controller: Type): Type {
  return (Reflect.getMetadata(MIRRORS, controller) as Type | undefined) ?? controller;
}

/** The methods that answer a route, inherited ones included. */
function handlersOf(Controller: Type): string[] {
  const names: string[] = [];
  for (let prototype = Controller.prototype as object; prototype !== Object.prototype;) {
    names.push(...Object.getOwnPropertyNames(prototype));
    prototype = Object.getPrototypeOf(prototype) as object;
  }
  return names.filter((name) => {
    const method = (Controller.prototype as Record<string, unknown>)[name];
    return typeof method === 'function' && Reflect.hasMetadata(PATH_METADATA, method);
  });
}
