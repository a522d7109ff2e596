import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const filesOf = (folder: string) =>
  readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`);

interface Known {
  labels: Set<string>;
  type: string;
}

/** Every metric that some process has: those of Node as they are, ours as they stand in the code. */
async function knownMetrics(): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const { name, type } of await register.getMetricsAsJSON())
    known.set(name, { labels: new Set(), type: String(type) });
  for (const file of ['apps/api/src', 'apps/worker/src'].flatMap(filesOf)) {
    const made = read(file).matchAll(
      /new (Counter|Gauge|Histogram)(?:<[^>]*>)?\(\{([^}]*?)\bname: '(rollcall_\w+)'([^}]*)/g,
    );
    for (const [, type, , name, rest] of made) {
      const labels = /labelNames: \[([^\]]*)\]/.exec(rest!)?.[1]?.match(/\w+/g) ?? [];
      known.set(name!, { labels: new Set(labels), type: type!.toLowerCase() });
    }
  }
  return known;
}

interface Rules {
  groups: {
    rules: { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }[];
  }[];
}
interface Dashboard {
  panels: { id: number; title: string; targets: { expr: string; legendFormat: string }[] }[];
}

const rules = (load(read('examples/monitoring/rules.yml')) as Rules).groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read('examples/monitoring/dashboard.json')) as Dashboard;
const expressions: [where: string, expr: string, legend: string][] = [
  ...rules.map(({ alert, expr }): [string, string, string] => [`the alert ${alert}`, expr, '']),
  ...panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }): [string, string, string] => [`the panel "${title}"`, expr, legendFormat]),
  ),
];

/** The names that Prometheus makes of a histogram. */
const withoutSuffix = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '');
/** What Prometheus adds. */
const ADDED = ['instance', 'job', 'le'];

describe('examples/monitoring', async () => {
  const known = await knownMetrics();

  it.each(expressions)('%s asks for metrics and labels that exist', (_where, expr, legend) => {
    const names = expr.match(/\b(?:rollcall|nodejs|process)_\w+/g) ?? [];
    expect(names.length).toBeGreaterThan(0);
    const labels = new Set(ADDED);
    for (const name of names) {
      const metric = known.get(name) ?? known.get(withoutSuffix(name));
      expect(metric, name).toBeDefined();
      if (!known.has(name)) expect(metric!.type, name).toBe('histogram');
      for (const label of metric!.labels) labels.add(label);
    }
    const asked = [
      ...[...expr.matchAll(/(\w+)=~?"/g)].map((match) => match[1]!),
      ...[...expr.matchAll(/by \(([^)]*)\)/g)].flatMap((match) => match[1]!.match(/\w+/g) ?? []),
      ...[...legend.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!),
    ];
    expect(asked.filter((label) => !labels.has(label))).toEqual([]);
    // Each parenthesis has its other half.
    expect(expr.split('(').length).toBe(expr.split(')').length);
  });

  it('has rules that say what is wrong and how much it matters, and no name twice', () => {
    for (const { labels, annotations } of rules) {
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations).toMatchObject({ summary: expect.any(String), description: expect.any(String) });
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('docs/operations.md lists every metric, and no other', () => {
    const ours = [...known.keys()].filter((name) => name.startsWith('rollcall_')).sort();
    const listed = new Set([...read('docs/operations.md').matchAll(/^\| `(rollcall_\w+)/gm)].map((match) => match[1]!));
    expect([...listed].sort()).toEqual(ours);
  });
});
