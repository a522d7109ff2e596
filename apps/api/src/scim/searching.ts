import { type FastifyReply } from 'fastify';
import { goneSignal } from '../http/gone-signal.js';
import { type ScimScope } from './directory.guard.js';

/** The scope of a request that may search: with the sign that its client has gone. */
export const searching = (scope: ScimScope, reply: FastifyReply): ScimScope => ({ ...scope, gone: goneSignal(reply) });
