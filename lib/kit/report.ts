import { isCredentialField, isShowable, notShown, redacted } from './credentials/redaction';

/** One rule that an environment breaks, and how to fix it. */
export interface Problem {
  /** Name of the environment. */
  readonly environment: string;
  /** Option or object that breaks the rule, such as `prometheus.volume.size` or `Service/thanos-querier`. */
  readonly key: string;
  /** The rule, as the rest of a sentence that starts with "must". */
  readonly rule: string;
  /** The value that breaks the rule; `(not shown)` for one that may be a credential. */
  readonly value: string;
  /** The fix, as an imperative. */
  readonly cure: string;
}

/** Collects the problems of one environment, so that synth reports all of them together. */
export class Report {
  /**
   * @param environment name of the environment
   * @param problems list shared by all reports of the environment
   * @param path key of the options that are checked
   */
  constructor(
    readonly environment: string,
    readonly problems: Problem[] = [],
    private readonly path: string = '',
  ) {}

  /** The report of nested options: their keys are prefixed by `key`. */
  under(key: string): Report {
    return new Report(this.environment, this.problems, this.keyOf(key));
  }

  /**
   * Adds a problem. Texts are cut, control characters escaped, and what may be a credential is not shown, see
   * {@link Problem} for the parts.
   */
  add(key: string, rule: string, value: unknown, cure: string): void {
    this.problems.push({
      environment: printed(this.environment),
      key: singleLine(redacted(this.keyOf(key)), 400),
      rule: singleLine(redacted(rule), 400),
      value: isCredentialField(key, value) ? notShown : printed(value),
      cure: singleLine(redacted(cure), 400),
    });
  }

  private keyOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

/** Values are truncated: one may be a whole file, or a credential in the wrong field. */
function printed(value: unknown): string {
  const text = value === '' ? "''" : textOf(value);
  return isShowable(text) ? singleLine(text, 80) : notShown;
}

/** JSON where the value has one. */
function textOf(value: unknown): string {
  // JSON has neither NaN nor Infinity.
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/**
 * One line of at most `maxLength` characters. Control characters are escaped: the text contains names that users
 * choose.
 */
function singleLine(text: string, maxLength: number): string {
  const start = text.slice(0, maxLength + 1).replace(/\s+/g, ' ');
  const plain = start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  // The cut may split a surrogate pair.
  return plain.length > maxLength ? `${plain.slice(0, maxLength - 3).replace(/\p{Cs}$/u, '')}...` : plain;
}

/**
 * A problem as one line: `azure: prometheus.volume.size must be a positive Kubernetes quantity, got 100GB; use a value
 * such as 100Gi`
 */
export function format({ environment, key, rule, value, cure }: Problem): string {
  return `${environment}: ${key} must ${rule}, got ${value}; ${cure}`;
}

/** Thrown by synth if at least one environment has a problem; no file was written. */
export class SynthesisError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(format).join('\n'));
    this.name = 'SynthesisError';
  }
}
