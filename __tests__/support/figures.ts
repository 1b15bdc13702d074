/** Figures that a run has measured, and parts of it that could not run; printed together at its end. */
const lines: string[] = [];

export function figure(name: string, value: string | number): void {
  lines.push(`  ${name}: ${value}`);
}

export function notRun(what: string, reason: string): void {
  lines.push(`  NOT RUN: ${what}: ${reason}`);
}

export function printFigures(title: string): void {
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
}

/** Seconds since a time of `Date.now()`, to a tenth. */
export function secondsSince(start: number): number {
  return Math.round((Date.now() - start) / 100) / 10;
}
