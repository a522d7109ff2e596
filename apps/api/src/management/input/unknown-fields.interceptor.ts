import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { Problem } from '../../http/problem.js';
import { describeUnknown, IGNORED_FIELDS, ignoreUnknownFields, namesOf } from './unknown-fields.js';

const FOLLOWS_SCALEKIT = 'rollcall:follows-scalekit';

/** Marks a route whose bodies are Scalekit's: clients of Scalekit send fields there that mean nothing here. */
export function FollowsScalekit(): MethodDecorator {
  return (_target, _name, descriptor) => {
    Reflect.defineMetadata(FOLLOWS_SCALEKIT, true, descriptor.value as object);
  };
}

export const followsScalekit = (handler: object): boolean => Reflect.getMetadata(FOLLOWS_SCALEKIT, handler) === true;

/** An unknown field of a body is refused by name, or ignored and named in a header (docs/api.md). */
@Injectable()
export class UnknownFieldsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return next.handle();
    const unread = takesBody(context) ? [] : Object.keys(body);
    if (!followsScalekit(context.getHandler())) {
      if (unread.length === 0) return next.handle();
      throw Problem.invalid(unread.map((field) => ({ field, description: describeUnknown([]) })));
    }
    const ignored = ignoreUnknownFields(body);
    ignored.push(...unread);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const tell = () => {
      if (ignored.length > 0) void reply.header(IGNORED_FIELDS, namesOf(ignored));
    };
    return next.handle().pipe(tap({ next: tell, error: tell, complete: tell }));
  }
}

function takesBody(context: ExecutionContext): boolean {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ??
    {}) as object;
  return Object.keys(parameters).some((key) => key.startsWith(`${RouteParamtypes.BODY}:`));
}
