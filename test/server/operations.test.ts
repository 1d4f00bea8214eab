/** DOC-2, DOC-3: what stands beside the program for whoever operates it says what the program says: alerts, figures, options, panels, rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingKeys } from '../../src/cli/setting-keys.js';
import { ALERT_ACTIONS } from '../../src/report/telling/alert-actions.js';
import { EngineWorld } from './support/engine-world.js';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly action: string };
}

interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const { groups } = parse(read('docs/monitoring/squall-rules.yaml')) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read('docs/monitoring/squall-dashboard.json')) as {
  readonly panels: readonly Panel[];
};

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

async function exported(): Promise<readonly Metric[]> {
  const { text } = await new EngineWorld().ask('GET', '/metrics');
  return [...text.matchAll(/^# HELP (\w+) (.+)\n# TYPE \w+ (\w+)$/gm)].map(
    ([, name = '', help = '', type = '']) => ({ name, help, type }),
  );
}

/** Whole names that stand in an expression. */
const namesIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\b[a-z]\w*_\w+\b/g)].map(([name]) => name);

/** Prometheus' own, of whether it could be asked. */
const OWN = new Set(['up']);

const cells = (columns: readonly string[]): string =>
  `| ${columns.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n');

const alerts = (): string =>
  table(
    ['alert', 'means', 'first'],
    Object.entries(ALERT_ACTIONS).map(([code, { means, first }]) => [`\`${code}\``, means, first]),
  );

const figures = (metrics: readonly Metric[]): string =>
  table(
    ['figure', 'kind', 'what', 'watched by', 'first'],
    metrics.map(({ name, type, help }) => {
      const watching = rules.filter(({ expr }) => namesIn(expr).includes(name));
      const said = watching.map(({ annotations }) => annotations.action);
      const by = watching.map(({ alert }) => alert);
      return watching.length === 0
        ? [`\`${name}\``, type, help, '-', 'to look at only']
        : [`\`${name}\``, type, help, by.join(', '), said.join(' ')];
    }),
  );

const options = (): string =>
  table(
    ['option', 'environment', 'default', 'accepted'],
    settingKeys().map(({ key, environment, fallback, range }) => [
      `\`${key}\``,
      `\`${environment}\``,
      fallback === '' ? '-' : `\`${fallback}\``,
      range,
    ]),
  );

function withTables(page: string, tables: Readonly<Record<string, string>>): string {
  let text = page;
  for (const [name, made] of Object.entries(tables)) {
    const place = new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`);
    expect(text).toMatch(place);
    text = text.replace(place, () => `<!-- ${name} -->\n\n${made}\n\n<!-- end -->`);
  }
  return text;
}

describe('docs/operations.md', () => {
  it('DOC-2: has every alert, figure and option as the program has them (written anew with -u)', async () => {
    const tables = { alerts: alerts(), metrics: figures(await exported()), options: options() };
    await expect(withTables(read('docs/operations.md'), tables)).toMatchFileSnapshot(
      '../../docs/operations.md',
    );
  });

  it('DOC-2: tells of every alert what to do, in a sentence', () => {
    for (const { means, first } of Object.values(ALERT_ACTIONS)) {
      expect(means).toMatch(/^[A-Z].+\.$/);
      expect(first).toMatch(/^[A-Z`].+[.?]$/);
    }
  });
});

describe('dashboard and rules', () => {
  it('DOC-3: show and watch nothing that is not exported', async () => {
    const known = new Set((await exported()).map(({ name }) => name));
    const used = [...rules, ...panels.flatMap(({ targets }) => targets)].flatMap(({ expr }) =>
      namesIn(expr),
    );
    expect(used.length).toBeGreaterThan(panels.length);
    expect(used.filter((name) => !known.has(name) && !OWN.has(name))).toEqual([]);
  });

  it('DOC-3: show everything that is exported, and watch what says that something is wrong', async () => {
    const names = (await exported()).map(({ name }) => name);
    const shown = new Set(
      panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr))),
    );
    const watched = new Set(rules.flatMap(({ expr }) => namesIn(expr)));
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
    expect(names.filter((name) => !watched.has(name))).toEqual([
      'squall_orders',
      'squall_orders_working',
      'squall_effects_total',
      'squall_inputs_total',
    ]);
  });

  it('DOC-3: every rule says what is wrong and what to do first', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { annotations } of rules) {
      expect(annotations.summary).toMatch(/^[A-Z].+\.$/);
      expect(annotations.action).toMatch(/^[A-Z`].+\.$/);
    }
  });
});
