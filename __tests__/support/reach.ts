import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../../scripts/markdown';

const page = join(__dirname, '../../docs/reference/reach.md');

const head = `# Who reaches whom

Written by \`npm run e2e -- network\`: every pod of a running \`local\` stack, and two strangers, tried every port of every
other pod. [The list of ports](ports.md) is what is declared; this is what came through. \`stranger\` is a pod in another
namespace that asks to be scraped, \`lodger\` one in the namespace of the stack that nobody declared. node-exporter has the
network of its node, to which policies do not apply.
`;

/** Keeps what a run has found. */
export function writeReach(
  counts: Readonly<Record<string, number>>,
  reached: ReadonlyMap<string, string>,
  silent: readonly string[],
): void {
  const numbers = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  const rows = [...reached].sort(([one], [other]) => one.localeCompare(other));
  const nothing = silent.map((name) => [name, 'nobody']);
  const tables = [table(['attempts', 'number'], numbers), table(['pod', 'reaches'], [...rows, ...nothing])];
  writeFileSync(page, [head, ...tables.map((lines) => `${lines.join('\n')}\n`)].join('\n'));
}
