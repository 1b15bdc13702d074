/** One thing that synth refuses, and how to mend it. */
export interface Problem {
  /** Name of the environment. */
  readonly environment: string;
  /** Option or object that is wrong, such as `prometheus.volume.size` or `Service/thanos-querier`. */
  readonly key: string;
  /** What must hold, as the rest of a sentence that starts with "must". */
  readonly rule: string;
  /** What was found instead. */
  readonly value: string;
  /** What to do. */
  readonly cure: string;
}

/** Collects every problem of one environment, so that all are told at once. */
export class Report {
  /**
   * @param environment name of the environment
   * @param problems shared by all reports of the environment
   * @param path key of the options being looked at
   */
  constructor(
    readonly environment: string,
    readonly problems: Problem[] = [],
    private readonly path: string = '',
  ) {}

  /** The same report for options one level down. */
  under(key: string): Report {
    return new Report(this.environment, this.problems, this.keyOf(key));
  }

  add(key: string, rule: string, value: unknown, cure: string): void {
    this.problems.push({
      environment: shown(this.environment),
      key: line(this.keyOf(key), 400),
      rule: line(rule, 400),
      value: shown(value),
      cure: line(cure, 400),
    });
  }

  private keyOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

/** Values are cut short: one may be a whole file, or a secret that strayed into the wrong field. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? (value === '' ? "''" : value) : (JSON.stringify(value) ?? String(value));
  return line(text, 80);
}

/** One line that a terminal shows as it is, at most so long: names that users choose stand in it too. */
function line(text: string, longest: number): string {
  const start = text.slice(0, longest + 1).replace(/\s+/g, ' ');
  const plain = start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  // Half a character at the end of the cut would be none.
  return plain.length > longest ? `${plain.slice(0, longest - 3).replace(/\p{Cs}$/u, '')}...` : plain;
}

/** `azure: prometheus.volume.size must be a Kubernetes quantity, got 100GB; write it as 100Gi` */
export function format({ environment, key, rule, value, cure }: Problem): string {
  return `${environment}: ${key} must ${rule}, got ${value}; ${cure}`;
}

/** Thrown by synth when at least one environment has a problem; nothing was written. */
export class SynthesisError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(format).join('\n'));
    this.name = 'SynthesisError';
  }
}
