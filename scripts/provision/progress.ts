/** What is going on, step by step, on standard error: results alone are on standard output. */
export interface Progress {
  done(what: string, milliseconds: number): void;
  skipped(what: string): void;
  warning(what: string): void;
  failed(what: string): void;
}

/** Plain lines, alike on a terminal and in the log of a pipeline. */
export function lines(write: (line: string) => void): Progress {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  return {
    done: (what, milliseconds) => write(`(✓) Done: ${what} (${seconds(milliseconds)})\n`),
    skipped: (what) => write(`(-) Skipped: ${what}\n`),
    warning: (what) => write(`(!) Warning: ${what}\n`),
    failed: (what) => write(`(✗) Failed: ${what}\n`),
  };
}
