import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type GateVerdict, type StoredGate } from '#persistence';
import { bodyBytesOf } from '../http/body-bytes.js';
import { ScimError, type ScimProfile } from '#scim';

/** The caller and the directory: the scope that every call below takes as its first argument. */
export interface ScimScope {
  directoryId: string;
  secretId: string;
  ip: string;
  requestId: string;
  /** Of what let the request in. */
  accessVersion: string;
  /** How strictly bodies are taken. */
  profile: ScimProfile;
  /** The gate that is asked before a person gets in; null: none. */
  gate: StoredGate | null;
  /** Of the body: what waits with a change takes room. */
  bytes?: number;
  /** Aborted when the client goes away; of requests that search. */
  gone?: AbortSignal;
  /** One of many operations of a request, whose answers are one body together. */
  isBulk?: boolean;
  /** What the gate has said of this very change already; null: there was nothing to ask. */
  verdict?: GateVerdict | null;
}

export interface ScimRequest extends FastifyRequest {
  scope: ScimScope;
  /** The secret or OAuth client that it proved to hold, also where it is refused for another reason. */
  provenSecretId?: string;
  /** Sent by Rollcall itself, to try its own endpoint. */
  isSelfTest?: boolean;
}

/** No route behind it runs without what `ScimAdmission` found out before the body was read. */
@Injectable()
export class DirectoryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { scope, raw } = context.switchToHttp().getRequest<Partial<ScimRequest>>();
    if (scope === undefined) throw ScimError.unauthorized('send the bearer token of this directory');
    scope.bytes = bodyBytesOf(raw!);
    return true;
  }
}
