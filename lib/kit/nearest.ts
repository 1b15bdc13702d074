/**
 * The name that a misspelt one most likely stands for: the fewest insertions, deletions, replacements and swaps of
 * neighbours, at most a third of its letters; otherwise one that contains it, or that it contains. Capitals and separators do not count.
 */
export function nearest(misspelt: string, names: readonly string[]): string | undefined {
  const wanted = folded(misspelt);
  // A longer text is no misspelt name, and the distance takes time with the square of the length.
  if (wanted.length > 100) return undefined;
  const distances = names.map((name) => ({ name, distance: distance(wanted, folded(name)) }));
  const [best] = distances.sort((one, other) => one.distance - other.distance);
  if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 3))) return best.name;
  return names.find((name) => isPart(folded(name), wanted) || isPart(wanted, folded(name)));
}

const isPart = (part: string, whole: string) => part.length > 2 && (whole.startsWith(part) || whole.endsWith(part));

const folded = (name: string) => name.toLowerCase().replace(/[-_.\s]/g, '');

/** Distance of Damerau and Levenshtein, by rows. */
function distance(from: string, to: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let index = 1; index <= from.length; index++) {
    const next = [index];
    for (let column = 1; column <= to.length; column++) {
      const same = from[index - 1] === to[column - 1];
      const changed = (row[column - 1] ?? 0) + (same ? 0 : 1);
      const steps = Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, changed);
      const isSwap = from[index - 1] === to[column - 2] && from[index - 2] === to[column - 1];
      next.push(isSwap ? Math.min(steps, (before[column - 2] ?? 0) + 1) : steps);
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
