import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './fault';

/** `docs/reference/faults.md`: a run replaces the rows of what it has measured, and leaves the others. */

const page = join(__dirname, '../../../docs/reference/faults.md');

const head = `# Faults

Written by \`npm run e2e:faults\`: the figures of the last run of each fault, on three nodes that share two cores. What the
columns mean, and why some figures are what they are, is told in [what a fault costs](../explanation/faults.md).

| fault | failed through the Frontend | failed through Query | slowest | longest gap | in object storage | told | whole again |
| ----- | --------------------------- | -------------------- | ------- | ----------- | ----------------- | ---- | ----------- |
`;

/** A row of the table: what does not apply is left out. */
export interface Result extends Partial<Outcome> {
  readonly name: string;
  /** Notifications about the one alert that began to fire with the fault. */
  readonly told?: number;
  /** Samples in object storage, and samples scraped. */
  readonly stored?: readonly [number, number];
}

/** Writes the rows of a run. */
export function writeResults(results: readonly Result[]): void {
  const rows = new Map(existsSync(page) ? rowsOf(readFileSync(page, 'utf8')) : []);
  for (const result of results) rows.set(result.name, row(result));
  const sorted = [...rows].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
  writeFileSync(page, `${head}${sorted.map(([, line]) => `${line}\n`).join('')}`);
}

function rowsOf(text: string): [string, string][] {
  return [...text.matchAll(/^\| (\d[^|]*?) +\|.*$/gm)].map(([line, name = '']) => [name, line]);
}

function row({ name, failed, slowest, gap, stored, told, secondsToHealth }: Result): string {
  const of = (counts?: readonly [number, number]) => (counts ? `${counts[0]} of ${counts[1]}` : '');
  const seconds = (value?: number) => (value === undefined ? '' : `${value} s`);
  const times = told === 1 ? 'once' : `${told} times`;
  const cells = [
    of(failed?.frontend),
    of(failed?.query),
    seconds(slowest),
    seconds(gap),
    of(stored),
    told === undefined ? '' : times,
  ];
  return `| ${[name, ...cells, seconds(secondsToHealth)].join(' | ')} |`;
}
