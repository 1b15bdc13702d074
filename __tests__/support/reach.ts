import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../scripts/markdown';

const page = join(__dirname, '../../docs/reference/reach.md');

const head = `# Reachability between pods

Written by \`npm run e2e -- network\`: every pod of a running \`local\` stack, and two foreign pods, tried every port of every
other pod. [The list of ports](ports.md) has the declared connections; this page has those that succeeded. \`stranger\` is a
pod in another namespace with scrape annotations, \`lodger\` a foreign pod in the namespace of the stack. node-exporter
has the network of its node, to which policies do not apply.
`;

/** Keeps what a run has found. */
export function writeReach(
  counts: Readonly<Record<string, number>>,
  reached: ReadonlyMap<string, string>,
  silent: readonly string[],
): void {
  const numbers = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  const rows = [...reached].sort(([one], [other]) => one.localeCompare(other));
  const nothing = silent.map((name) => [name, 'none']);
  const tables = [table(['attempts', 'number'], numbers), table(['pod', 'reaches'], [...rows, ...nothing])];
  writeFileSync(page, [head, ...tables.map((lines) => `${lines.join('\n')}\n`)].join('\n'));
}
