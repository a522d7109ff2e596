import prettier from 'prettier';
import { expect, it } from 'vitest';
import { EVENT_TYPES } from '#directory';
import { eventPage } from './event-page.js';

// `npm run docs:events` runs this very test, and has it write down what it finds.
it('docs/events.md is what the catalogue makes today, and has a section for every type', async () => {
  const file = new URL('../../../../../docs/events.md', import.meta.url).pathname;
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  const page = await prettier.format(eventPage(), options);
  for (const type of Object.keys(EVENT_TYPES)) {
    expect(page).toContain(`\n## ${type}\n`);
    expect(page).toContain(`"type": "${type}",`);
  }
  await expect(page).toMatchFileSnapshot(file);
});
