export type Kind = 'roles' | 'organizations' | 'directories' | 'users' | 'groups' | 'memberships' | 'endpoints';

export interface Counts {
  created: number;
  /** Were there already, and are left as they are. */
  present: number;
  /** Could not be imported: see the problems. */
  refused: number;
}

export interface ImportProblem {
  kind: Kind;
  /** Empty where it is about the whole import. */
  id: string;
  reason: string;
}

/** What became of a directory's SCIM secret: `needed` is a directory that no identity provider can write to yet. */
export interface DirectoryReport {
  id: string;
  source_id: string;
  organization_id: string;
  scim_endpoint: string;
  secret: 'kept' | 'present' | 'new' | 'needed';
  /** Shown this once. */
  plain_secret?: string;
}

export interface ImportReport {
  source: string;
  dry_run: boolean;
  /** It went on where an earlier one was interrupted: the counts are those of this part. */
  continued: boolean;
  /** False where it was interrupted: run it again. */
  finished: boolean;
  counts: Record<Kind, Counts>;
  directories: DirectoryReport[];
  problems: ImportProblem[];
  /** Problems beyond the most that are listed. */
  more_problems: number;
  notes: string[];
}

const MOST_PROBLEMS = 10_000;
const KINDS: readonly Kind[] = ['roles', 'organizations', 'directories', 'groups', 'users', 'memberships', 'endpoints'];

export function emptyReport(source: string, dryRun: boolean, continued: boolean): ImportReport {
  const none = (): Counts => ({ created: 0, present: 0, refused: 0 });
  return {
    source,
    dry_run: dryRun,
    continued,
    finished: false,
    counts: Object.fromEntries(KINDS.map((kind) => [kind, none()])) as Record<Kind, Counts>,
    directories: [],
    problems: [],
    more_problems: 0,
    notes: [],
  };
}

/** Something that was not imported. */
export function refuse(report: ImportReport, problem: ImportProblem, count = 1): void {
  report.counts[problem.kind].refused += count;
  if (report.problems.length < MOST_PROBLEMS) report.problems.push(problem);
  else report.more_problems += 1;
}

/** Something to know; once, however often it is found. */
export function note(report: ImportReport, text: string): void {
  if (!report.notes.includes(text)) report.notes.push(text);
}

const MOST_LINES = 50;

/** The report in plain words; secrets are in the report itself alone. */
export function reportText(report: ImportReport): string {
  const { source, dry_run: dryRun, counts, directories, problems, notes } = report;
  const lines = [
    `${dryRun ? 'Dry run of an import' : 'Import'} from ${source}: ${report.finished ? 'finished' : 'interrupted; run it again to go on'}${report.continued ? ' (went on where the last one ended)' : ''}.`,
    ...KINDS.map((kind) => {
      const { created, present, refused } = counts[kind];
      return `  ${kind.padEnd(14)} ${created} ${dryRun ? 'would be created' : 'created'}, ${present} there already, ${refused} not imported`;
    }),
    ...directories.map(({ id, scim_endpoint, secret }) => `  ${id}: ${scim_endpoint}, ${SECRET_WORDS[secret]}`),
    ...problems.slice(0, MOST_LINES).map(({ kind, id, reason }) => `  not imported: ${kind} ${id}: ${reason}`),
  ];
  const unsaid = Math.max(problems.length - MOST_LINES, 0) + report.more_problems;
  if (unsaid > 0) lines.push(`  ... and ${unsaid} more: see the report as JSON`);
  return [...lines, ...notes.map((text) => `  Note: ${text}`)].join('\n');
}

const SECRET_WORDS: Record<DirectoryReport['secret'], string> = {
  kept: 'its secret was kept: the identity provider needs the new URL only',
  present: 'has a secret here already',
  new: 'has a new secret, in the report as JSON, which its identity provider needs',
  needed: 'its secret cannot be exported: make a new one for its identity provider',
};
