import { shown } from './text';

/** Progress by step, on standard error: standard output has only results. */
export interface Progress {
  /** The next call reports the result of this operation. */
  started(what: string): void;
  done(what: string, milliseconds: number): void;
  skipped(what: string): void;
  warning(what: string): void;
  /** A line of its own, such as the account that the command works on. */
  note(what: string): void;
  failed(what: string): void;
}

/** Plain lines, for logs of pipelines and files. */
export function lines(write: (line: string) => void): Progress {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  return {
    started: () => {},
    done: (what, milliseconds) => write(`(✓) Done: ${shown(what)} (${seconds(milliseconds)})\n`),
    skipped: (what) => write(`(-) Skipped: ${shown(what)}\n`),
    warning: (what) => write(`(!) Warning: ${shown(what)}\n`),
    note: (what) => write(`${what.startsWith(' ') ? '  ' : ''}${shown(what)}\n`),
    failed: (what) => write(`(✗) Failed: ${shown(what)}\n`),
  };
}

/** The used part of a terminal. */
export interface Terminal {
  /** Width in characters; 0 where it is unknown. */
  readonly columns: number;
  write(text: string): unknown;
}

const frames = ['|', '/', '-', '\\'];
const emptyLine = '\r\u001b[K';

/** For a terminal: a line with the operation in progress and its duration, which its result replaces. */
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
      const text = `(${frames[turns++ % frames.length]}) ${Math.floor((performance.now() - start) / 1000)} s: ${shown(what)}`;
      // A line that wraps cannot be erased.
      terminal.write(`${emptyLine}${text.slice(0, (terminal.columns || 80) - 1)}`);
    };
    draw();
    timer = setInterval(draw, 120).unref();
  };
  return { ...plain, started };
}
