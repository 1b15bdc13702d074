import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../../scripts/markdown';
import type { Outcome } from './fault';

/** `docs/reference/faults.md`: a run replaces the rows of what it has measured, and leaves the others. */

const reference = join(__dirname, '../../../docs/reference');
const page = join(reference, 'faults.md');

const head = `# Faults

Written by \`npm run e2e:faults\`: the figures of the last run of each fault, on three nodes that share two cores. What the
columns mean, and the reasons of some figures, are in [fault tolerance](../explanation/faults.md).
`;

const columns = [
  'fault',
  'failed through the Frontend',
  'failed through Query',
  'slowest',
  'longest gap',
  'in object storage',
  'notifications',
  'recovered after',
];

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
  writeFileSync(page, withResults(existsSync(page) ? readFileSync(page, 'utf8') : '', results));
}

/** The page with these rows in place of those of the same name, sorted by the numbers of the faults. */
export function withResults(text: string, results: readonly Result[]): string {
  const rows = {
    ...rowsOf(text, /^\| \d.*$/gm),
    ...Object.fromEntries(results.map((result) => [result.name, row(result)])),
  };
  return pageOf(head, columns, sorted(rows));
}

function pageOf(text: string, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${text}\n${table(titles, rows).join('\n')}\n`;
}

/** Cells of the lines of a page that match, by what is in the first of them. */
function rowsOf(text: string, pattern: RegExp): Readonly<Record<string, readonly string[]>> {
  const rows = [...text.matchAll(pattern)].map(([line]) => line.split('|').slice(1, -1));
  return Object.fromEntries(rows.map((cells) => cells.map((cell) => cell.trim())).map((cells) => [cells[0], cells]));
}

function sorted(rows: Readonly<Record<string, readonly string[]>>): readonly (readonly string[])[] {
  return Object.entries(rows)
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([, cells]) => cells);
}

function row({ name, failed, slowest, gap, stored, told, secondsToHealth }: Result): readonly string[] {
  const of = (counts?: readonly [number, number]) => (counts ? `${counts[0]} of ${counts[1]}` : '');
  const seconds = (value?: number) => (value === undefined ? '' : `${value} s`);
  const times = told === 1 ? 'once' : `${told} times`;
  return [
    name,
    of(failed?.frontend),
    of(failed?.query),
    seconds(slowest),
    seconds(gap),
    of(stored),
    told === undefined ? '' : times,
    seconds(secondsToHealth),
  ];
}

/** Writes `docs/reference/alerts-fired.md`, of what caused each alert and the seconds until it arrived. */
export function writeAlerts(arrived: Readonly<Record<string, { fault: string; seconds: number }>>): void {
  const file = join(reference, 'alerts-fired.md');
  const former = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rows = {
    ...rowsOf(former, /^\| [A-Z].*$/gm),
    ...Object.fromEntries(
      Object.entries(arrived).map(([alert, { fault, seconds }]) => [alert, [alert, fault, `${seconds} s`]]),
    ),
  };
  writeFileSync(file, pageOf(alertsHead, ['alert', 'fault', 'at the receiver after'], sorted(rows)));
}

const alertsHead = `# Alerts fired by faults

Written by \`npm run e2e:faults -- alerts\`: faults of a running stack, and the time until the receiver of Alertmanager
has the alert. Each rule is the built-in one with its wait reduced to seconds; the rest is scraping, evaluation,
grouping, and up to a minute until the kubelet has updated a mounted file.
`;

/** Writes `docs/reference/load.md`, of figures by their names. */
export function writeLoad(figures: Readonly<Record<string, string>>): void {
  writeFileSync(join(reference, 'load.md'), pageOf(loadHead, ['figure', 'value'], Object.entries(figures)));
}

const loadHead = `# Load

Written by \`npm run e2e:faults -- load\`: a target in the cluster with many series, a tenth of which are replaced
every two minutes, scraped by each of three Prometheus replicas. Each figure is the maximum of the replicas.
`;
