import { applyDecorators, type CustomDecorator, SetMetadata } from '@nestjs/common';

/** `Get`, `Post` and so on of Nest. */
type Method = (path: string) => MethodDecorator;

interface Around {
  /** What the verb is about, below the path of the controller. */
  of?: string;
  /** A path behind the verb. Its last segment is the application's own text. */
  below?: string;
}

/** Routers take a colon for a parameter. So a verb is a segment inside, and begins with this. */
const MARK = '~';
const NAME = 'rollcall:verb';
/** Verbs with a path behind them. */
const LOOKS_UP = new Set<string>();

/**
 * A custom verb (Google's AIP-136): `@Verb(Post, 'test', { of: ':endpointId' })` is `POST …/webhook_endpoints/{endpoint_id}:test`.
 * The server finds the route by `routePath`, and the OpenAPI document shows it by `publicPath`.
 */
export function Verb(method: Method, name: string, around: Around = {}): MethodDecorator {
  if (around.below !== undefined) LOOKS_UP.add(name);
  return applyDecorators(method(verbRoute(name, around)), SetMetadata(NAME, name) as CustomDecorator);
}

/** The route of a verb, as the router spells it. */
export const verbRoute = (name: string, { of, below }: Around): string =>
  [of, MARK + name, below].filter((part) => part !== undefined).join('/');

export const verbOf = (handler: object): string | undefined => Reflect.getMetadata(NAME, handler) as string | undefined;

/** The path of a URL, as the router has it: `/dir_1:enable` is `/dir_1/~enable`. Nobody reaches a verb by the router's spelling. */
export function routePath(path: string): string {
  const [, before, name, text] = /^([^:]*):([a-z]+)(\/.*)$/.exec(path) ?? [];
  // What follows may contain colons and tildes of its own.
  if (LOOKS_UP.has(name!)) return `${before!}/${MARK}${name!}${text!}`;
  return path.replace(/\/(?:~|%7e)/gi, `/${MARK}${MARK}`).replace(/:([a-z]+)$/, `/${MARK}$1`);
}

/** A route, as clients write it. */
export const publicPath = (route: string): string => route.replace(`/${MARK}`, ':');
