import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `#scim` and friends resolve to the sources, not to dist.
  resolve: { conditions: ['development', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['development', 'node', 'import', 'default'] } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts', 'test/*.spec.ts'] },
      },
    ],
  },
});
