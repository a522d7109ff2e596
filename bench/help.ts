import { readFileSync } from 'node:fs';

/**
 * The first import of each bench: `--help` prints the comment at the head of the file that was started, which names the variables, and
 * nothing is measured.
 */
if (process.argv.includes('--help') || process.argv.includes('-h')) {
  const [, comment = ''] = readFileSync(process.argv[1]!, 'utf8').split('/**');
  const lines = comment.slice(0, comment.indexOf('*/')).split('\n');
  process.stdout.write(
    lines
      .map((line) => line.trim().replace(/^\* ?/, ''))
      .join('\n')
      .trim() + '\n',
  );
  process.exit(0);
}
