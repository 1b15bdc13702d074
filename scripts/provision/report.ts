import { yaml } from '../../lib/kit/text';
import { shown } from './text';

/** Formats of a result on standard output. */
export const outputs = ['table', 'json', 'yaml'] as const;

/** Format of a result. */
export type Output = (typeof outputs)[number];

/** Rows of a result, all with the same columns; a list is joined in its cell. */
export type Rows = readonly Readonly<Record<string, string | readonly string[]>>[];

/** A result in a format. Cells contain texts of Azure, of kubectl and of tags. */
export function rendered(given: Rows, output: Output): string {
  const rows = given.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => [column, typeof cell === 'string' ? shown(cell) : cell.map(shown)]),
    ),
  );
  if (output === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  if (output === 'yaml') return yaml(rows);
  return table(rows);
}

function table(rows: Rows): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => [row[column] ?? ''].flat().join('; ')));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (values: readonly string[]) =>
    `${values
      .map((value, index) => value.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [columns.map((column) => column.toUpperCase()), ...cells].map(line).join('');
}
