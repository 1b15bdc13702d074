import { readFileSync, writeFileSync } from 'node:fs';
import { table } from '../markdown';
import type { Size } from './blocks';
import type { Measurement } from './dashboard';

/** docs/reference/query-path.md, of which each run replaces the section of its size. */

/** What one run of a topology took. */
export interface Run {
  readonly topology: string;
  readonly cold: Measurement;
  readonly repeated: Measurement;
  /** Each query is sent to another replica than before. */
  readonly otherReplica: Measurement;
  readonly usage: Readonly<Record<string, { readonly cpu: number; readonly memory: number }>>;
}

/** Replaces the section of a size in the page, or adds it. */
export function writePage(page: string, size: Size, runs: readonly Run[]): void {
  const [head = '', ...sections] = readFileSync(page, 'utf8').split(/(?=^## )/m);
  const title = `## ${size.series.toLocaleString('en')} series, ${size.days} days`;
  const others = sections.filter((section) => !section.startsWith(`${title}\n`));
  const all = [...others, section(title, runs)].map((one) => `${one.trimEnd()}\n`);
  writeFileSync(page, [`${head.trimEnd()}\n`, ...all.sort()].join('\n'));
}

function section(title: string, runs: readonly Run[]): string {
  const mean = (topology: string, value: (run: Run) => number) => {
    const values = runs.filter((run) => run.topology === topology).map(value);
    return values.reduce((one, other) => one + other, 0) / values.length;
  };
  const figures: readonly (readonly [string, (run: Run) => number, (value: number) => string])[] = [
    ['cold', (run) => run.cold.seconds, seconds],
    ['cold, requests to object storage', (run) => run.cold.operations, String],
    ['repeated', (run) => run.repeated.seconds, seconds],
    ['repeated, by the other replica', (run) => run.otherReplica.seconds, seconds],
    ['CPU of all programs', (run) => sum(Object.values(run.usage).map(({ cpu }) => cpu)), seconds],
    ['peak memory of a Store Gateway', (run) => most(run, 'store'), mebibytes],
    ['peak memory of a Query', (run) => most(run, 'query'), mebibytes],
  ];
  const rows = figures.map(([name, value, text]) => {
    const [article, manifests] = [mean('article', value), mean('manifests', value)];
    return [name, text(article), text(manifests), (manifests / article).toPrecision(2)];
  });
  return [title, '', ...table(['', 'article', 'manifests', 'ratio'], rows), ''].join('\n');
}

function most({ usage }: Run, program: string): number {
  const pods = Object.entries(usage).filter(([pod]) => new RegExp(`-${program}(-\\d+)?$`).test(pod));
  return Math.max(...pods.map(([, { memory }]) => memory));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
}

function mebibytes(value: number): string {
  return `${value.toFixed(0)} MiB`;
}
