import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDERS = ['apps', 'libs', 'packages', 'test', 'bench', 'scripts', 'examples'];

const filesIn = (folder: string, kind: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => kind.test(name) && !/node_modules|\/dist\//.test(name));

const sources = FOLDERS.flatMap((folder) => filesIn(folder, /\.(?:ts|tsx|mjs|cjs|sh|sql)$/));
const documents = [...filesIn('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const names = new Set([...sources, ...documents].map((name) => basename(name)));

/** Comments of a source: whole lines, ends of lines, and blocks. */
const commentsOf = (text: string): string[] => text.match(/\/\*[^]*?\*\/|(?:^|\s)(?:\/\/|--|#)\s[^\n]*/g) ?? [];

const isThere = (from: string, path: string): boolean =>
  [path, join('docs', path), join(dirname(from), path)].some((candidate) => existsSync(normalize(candidate)));

describe('a file that somebody cites is there', () => {
  it('from a comment', () => {
    const missing = sources.flatMap((name) =>
      commentsOf(readFileSync(name, 'utf8'))
        .flatMap((comment) => comment.replace(/https?:\S+/g, '').match(/[\w./-]*\w\.md\b/g) ?? [])
        .filter((path) => !isThere(name, path))
        .map((path) => `${name}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('from a document, by its path', () => {
    const missing = documents.flatMap((name) =>
      [...readFileSync(name, 'utf8').matchAll(/`((?:apps|libs|packages|test|bench|scripts|docs|examples)\/[\w./-]+)`/g)]
        .map(([, path]) => path!)
        .filter((path) => !isThere(name, path))
        .map((path) => `${name}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('from a document, by its name', () => {
    const missing = documents.flatMap((name) =>
      [...readFileSync(name, 'utf8').matchAll(/`(?:[\w-]+\/)*([\w.-]+\.(?:ts|tsx|sql))`/g)]
        .map(([, file]) => file!)
        .filter((file) => !names.has(file))
        .map((file) => `${name}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('from a document, by a link, with its heading', () => {
    const anchorsOf = (name: string) =>
      [...readFileSync(name, 'utf8').matchAll(/^#+ (.+)$|<a id="([\w-]+)">/gm)].map(([, heading, id]) =>
        (id ?? heading!)
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
    const missing = documents.flatMap((name) =>
      [...readFileSync(name, 'utf8').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)]
        .map(([, link]) => link!)
        .filter((link) => {
          const [path, anchor] = link.split('#') as [string, string | undefined];
          const target = path === '' ? name : normalize(join(dirname(name), path));
          if (!existsSync(target)) return true;
          return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
        })
        .map((link) => `${name}: ${link}`),
    );
    expect(missing).toEqual([]);
  });
});
