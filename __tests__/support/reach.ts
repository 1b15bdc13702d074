import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  const table = (titles: string, rows: readonly (readonly [string, string | number])[]) =>
    `| ${titles} |\n| --- | --- |\n${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`;
  const rows = [...reached].sort(([one], [other]) => one.localeCompare(other));
  const nothing = silent.map((name): [string, string] => [name, 'nobody']);
  writeFileSync(
    page,
    [head, table('attempts | number', Object.entries(counts)), table('pod | reaches', [...rows, ...nothing])].join(
      '\n',
    ),
  );
}
