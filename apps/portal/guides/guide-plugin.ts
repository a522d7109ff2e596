import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Plugin } from 'vite';
import { compileGuide } from './compile-guide.ts';

const PREFIX = 'virtual:guide/';
const LIST = 'virtual:guides';
const NOT_A_GUIDE = ['README.md', 'rules.md'];

/** `virtual:guides` maps the name of each page of `docs/idp` to a function that loads it, each as a chunk of its own. */
export function guides(directory: string): Plugin {
  const names = readdirSync(directory)
    .filter((file) => file.endsWith('.md') && !NOT_A_GUIDE.includes(file))
    .map((file) => basename(file, '.md'));
  return {
    name: 'rollcall-guides',
    resolveId: (id) => (id === LIST || id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${LIST}`) {
        const entries = names.map((name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(PREFIX + name)})`);
        return `export const guides = {${entries.join(',\n')}};`;
      }
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const name = id.slice(PREFIX.length + 1);
      const file = join(directory, `${name}.md`);
      this.addWatchFile(file);
      return `export default ${JSON.stringify(compileGuide(name, readFileSync(file, 'utf8')))};`;
    },
  };
}
