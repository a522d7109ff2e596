// Writes .env.example and docs/configuration.md from the class in libs/config (run after a build).
import { writeFileSync } from 'node:fs';
import { renderExample, renderMarkdown } from '#config';

const root = new URL('../', import.meta.url);
writeFileSync(new URL('.env.example', root), renderExample());
writeFileSync(new URL('docs/configuration.md', root), renderMarkdown());
console.log('Wrote .env.example and docs/configuration.md');
