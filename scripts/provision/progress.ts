/** What is going on, step by step, on standard error: results alone are on standard output. */
export interface Progress {
  /** What is said next is what came of it. */
  started(what: string): void;
  done(what: string, milliseconds: number): void;
  skipped(what: string): void;
  warning(what: string): void;
  failed(what: string): void;
}

/** Plain lines, alike in the log of a pipeline and in a file. */
export function lines(write: (line: string) => void): Progress {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  return {
    started: () => {},
    done: (what, milliseconds) => write(`(✓) Done: ${what} (${seconds(milliseconds)})\n`),
    skipped: (what) => write(`(-) Skipped: ${what}\n`),
    warning: (what) => write(`(!) Warning: ${what}\n`),
    failed: (what) => write(`(✗) Failed: ${what}\n`),
  };
}

/** The part of a terminal that is written to. */
export interface Terminal {
  /** Width in characters; 0 where a terminal does not tell. */
  readonly columns: number;
  write(text: string): unknown;
}

const frames = ['|', '/', '-', '\\'];
const emptyLine = '\r\u001b[K';

/** On a terminal also what is under way, with the seconds that it takes, in a line that what came of it replaces. */
export function spinner(terminal: Terminal): Progress {
  let timer: NodeJS.Timeout | undefined;
  const clear = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = undefined;
    terminal.write(emptyLine);
  };
  const plain = lines((line) => {
    clear();
    terminal.write(line);
  });
  const started = (what: string) => {
    clear();
    const start = performance.now();
    let turns = 0;
    const draw = () => {
      const text = `(${frames[turns++ % frames.length]}) ${Math.floor((performance.now() - start) / 1000)} s: ${what}`;
      // A line that is broken into two cannot be taken back.
      terminal.write(`${emptyLine}${text.slice(0, (terminal.columns || 80) - 1)}`);
    };
    draw();
    timer = setInterval(draw, 120).unref();
  };
  return { ...plain, started };
}
