import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';

interface KnownRoute {
  pattern: RegExp;
  methods: string[];
}

const routes = new WeakMap<object, KnownRoute[]>();

/** Remembers which methods every path has, as the router itself tells only of a method and a path together. */
@Injectable()
export class AllowedMethods {
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    const known: KnownRoute[] = [];
    const fastify = host.httpAdapter.getInstance<FastifyInstance>();
    routes.set(fastify, known);
    fastify.addHook('onRoute', ({ url, method }) => {
      known.push({ pattern: patternOf(url), methods: [method].flat() });
    });
  }
}

/** The methods that a request's path has: empty for an unknown path. */
export function methodsOf(request: FastifyRequest): string[] {
  const path = request.url
    .split('?', 1)[0]!
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '');
  const matching = (routes.get(request.server) ?? []).filter(({ pattern }) => pattern.test(path));
  return [...new Set(matching.flatMap(({ methods }) => methods))].sort();
}

/** A wildcard is somebody's fallback for every path, and makes none known. */
function patternOf(url: string): RegExp {
  if (url.includes('*')) return /(?!)/;
  const source = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
