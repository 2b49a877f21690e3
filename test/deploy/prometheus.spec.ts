import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { foundPromtool } from '../../scripts/ensure-promtool.mjs';

const ROOT = join(__dirname, '..', '..');
const text = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}
const { groups } = parse(text('deploy/prometheus/holdfire.rules.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

const promtool = foundPromtool();
const withPromtool = promtool === undefined ? describe.skip : describe;
if (promtool === undefined) process.stderr.write('Skipped: promtool is not here; Debian has it in `prometheus`.\n');
const run = (...args: string[]) =>
  spawnSync(promtool ?? '', args, { cwd: join(ROOT, 'deploy', 'prometheus'), encoding: 'utf8' });

withPromtool('promtool', () => {
  it.each([
    ['check', 'rules', 'holdfire.rules.yml'],
    ['check', 'config', 'prometheus.yml'],
    ['test', 'rules', 'holdfire.rules.test.yml'],
  ])('%s %s %s', (...args) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
  });

  it('bites: a rule that is never true fails the tests of the rules', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfire-rules-'));
    try {
      const broken = text('deploy/prometheus/holdfire.rules.yml').replace(
        'holdfire_missed_instants{world="real"}) > 0',
        'holdfire_missed_instants{world="real"}) > 1000',
      );
      writeFileSync(join(folder, 'holdfire.rules.yml'), broken);
      writeFileSync(join(folder, 'test.yml'), text('deploy/prometheus/holdfire.rules.test.yml'));
      expect(run('test', 'rules', join(folder, 'test.yml')).status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the alerts', () => {
  const paper = text('docs/running.md');

  it.each(rules)('$alert says how grave it is, and has its section', ({ alert, labels, annotations }) => {
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(annotations.runbook).toBe(`docs/running.md#${alert.toLowerCase()}`);
    expect(paper.split('\n')).toContain(`### ${alert}`);
  });

  it('and no section is of an alert that there is not', () => {
    const sections = [...paper.matchAll(/^### (Holdfire[A-Z]\w+)$/gm)].map(([, name]) => name);
    expect(sections.sort()).toEqual(rules.map(({ alert }) => alert).sort());
  });

  it('leave exercises alone', () => {
    for (const { expr } of rules)
      for (const [series] of expr.matchAll(/holdfire_[a-z_]+(\{[^}]*\})?/g)) expect(series).toContain('world="real"');
  });
});

describe('the dashboard', () => {
  const dashboard = JSON.parse(text('deploy/grafana/holdfire.json')) as {
    panels: { id: number; title: string; description: string; targets: { expr: string }[] }[];
  };

  it('has panels with a title, a description and a question, each once', () => {
    const { panels } = dashboard;
    expect(panels.length).toBeGreaterThan(15);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { description, targets } of panels) {
      expect(description).not.toBe('');
      expect(targets.length).toBeGreaterThan(0);
    }
  });

  withPromtool('and promtool', () => {
    it('understands every question', () => {
      const folder = mkdtempSync(join(tmpdir(), 'holdfire-panels-'));
      try {
        const exprs = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
        // As rules, which is what promtool reads; the dashboard's variable has a value then.
        const rules = exprs.map((expr, nth) => ({ record: `panel:${nth}`, expr: expr.replaceAll('$world', 'real') }));
        writeFileSync(join(folder, 'panels.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
        const { status, stderr } = run('check', 'rules', join(folder, 'panels.yml'));
        expect([status, stderr]).toEqual([0, '']);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});
