import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance } from 'fastify';
import { PORTAL_BUILD } from './portal-build.js';

/** The hash that the build puts into a name: such a file never changes. */
const HASHED = /-[\w-]{8}\.\w+(?:\.(?:br|gz))?$/;
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The app's scripts and styles at /assets/, compressed by the build. Without a build there are none. */
export async function serveAssets(fastify: FastifyInstance, directory: string = PORTAL_BUILD): Promise<void> {
  const root = join(directory, 'assets');
  if (!existsSync(root)) return;
  await fastify.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', HASHED.test(basename(path)) ? FOR_EVER : 'no-cache');
      void reply.header('vary', 'accept-encoding');
    },
  });
}
