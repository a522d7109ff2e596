import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { Problem } from '../../http/problem.js';
import { describeUnknown, fieldsOf, IGNORED_FIELDS, ignoreUnknownFields, namesOf } from './unknown-fields.js';

const FOLLOWS_SCALEKIT = 'rollcall:follows-scalekit';

/** Marks a route whose bodies are Scalekit's: clients of Scalekit send fields there that mean nothing here. */
export function FollowsScalekit(): MethodDecorator {
  return (_target, _name, descriptor) => {
    Reflect.defineMetadata(FOLLOWS_SCALEKIT, true, descriptor.value as object);
  };
}

export const followsScalekit = (handler: object): boolean => Reflect.getMetadata(FOLLOWS_SCALEKIT, handler) === true;

/**
 * An unknown field of a body is refused by name, or ignored and named in a header (docs/api.md). An unknown query parameter is
 * always ignored, and named in the same header: proxies and browsers add some of their own.
 */
@Injectable()
export class UnknownFieldsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const known = knownParameters(context);
    const ignored = this.ignoredOf(context, body);
    ignored.push(...Object.keys(query as object).filter((name) => !known.has(name)));
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const tell = () => {
      if (ignored.length > 0 && !reply.sent) void reply.header(IGNORED_FIELDS, namesOf(ignored));
    };
    // A route that writes its answer by itself sends the headers that are there before.
    tell();
    return next.handle().pipe(tap({ next: tell, error: tell, complete: tell }));
  }

  /** @returns a list that fills while the body is read */
  private ignoredOf(context: ExecutionContext, body: unknown): string[] {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
    const unread = takesBody(context) ? [] : Object.keys(body);
    if (!followsScalekit(context.getHandler())) {
      if (unread.length === 0) return [];
      throw Problem.invalid(unread.map((field) => ({ field, description: describeUnknown([]) })));
    }
    const ignored = ignoreUnknownFields(body);
    ignored.push(...unread);
    return ignored;
  }
}

type Arguments = Record<string, { index: number; data?: unknown }>;

function argumentsOf(context: ExecutionContext): Arguments {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name);
  return (declared ?? {}) as Arguments;
}

function takesBody(context: ExecutionContext): boolean {
  return Object.keys(argumentsOf(context)).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
}

/** By handler: handlers never change. */
const parametersOf = new WeakMap<object, ReadonlySet<string>>();

/** The query parameters that the route reads: those of its classes, and those that it takes by name. */
function knownParameters(context: ExecutionContext): ReadonlySet<string> {
  const handler = context.getHandler();
  const kept = parametersOf.get(handler);
  if (kept !== undefined) return kept;
  const { prototype } = context.getClass();
  const types = (Reflect.getMetadata('design:paramtypes', prototype as object, handler.name) ?? []) as Type<object>[];
  const known = Object.entries(argumentsOf(context))
    .filter(([key]) => key.startsWith(`${RouteParamtypes.QUERY}:`))
    .flatMap(([, { index, data }]) => (typeof data === 'string' ? [data] : fieldsOf(types[index]!)));
  const names = new Set(known);
  parametersOf.set(handler, names);
  return names;
}
