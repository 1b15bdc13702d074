/** Lines of a Markdown table with aligned columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(width(column))).join(' | ')} |`;
  return [line(head), line(head.map((_, column) => '-'.repeat(width(column)))), ...rows.map(line)];
}
