import type { Flags } from './flags';
import * as format from './formats';
import { nearest } from './nearest';
import programFlags from './program-flags.json';
import type { Report } from './report';

/** Additional flags of programs: which exist, and which an environment must not set. */

/** A program whose flags are known: a subcommand is a program of its own. */
export type ProgramName = keyof typeof programFlags;

/** Flags that an environment must not set. */
export interface RefusedFlags {
  /** Names without dashes; a name that ends in `*` stands for every flag that begins so. */
  readonly names: readonly string[];
  /** What would go wrong, as a clause. */
  readonly reason: string;
  /** What to do instead, as an imperative. */
  readonly cure: string;
  /**
   * Values that are refused.
   * @default - every value, also `undefined`, which removes the flag
   */
  readonly when?: (value: Flags[string]) => boolean;
}

/** Rules for the additional flags of one program. */
export interface FlagRules {
  readonly program: ProgramName;
  readonly refused: readonly RefusedFlags[];
  /**
   * Names that alone may be set.
   * @default - all that are not refused
   */
  readonly allowed?: readonly string[];
}

/** How a value of a flag is written. */
type Kind = 'switch' | 'value' | 'list' | 'duration' | 'number';

/**
 * Reports additional flags that a program does not know, that lack the form of their value, or that undo what the stack
 * promises.
 */
export function checkFlagRules(flags: Flags, rules: FlagRules, report: Report): void {
  const { program } = rules;
  const kinds = kindsOf(program);
  for (const [written, value] of Object.entries(flags)) {
    // `--no-name` is the same switch as `--name`.
    const name = kinds.has(written) ? written : written.replace(/^no-/, '');
    const kind = kinds.get(name);
    const rule = ruleOf(rules, name, value, kind !== undefined);
    if (rule) report.add(written, `not be set: ${rule.reason}`, written, rule.cure);
    else if (kind === undefined) reportUnknown(written, kinds, rules, report);
    else if (value !== undefined) checkValue(written, value, kind, program, report);
  }
}

const notExamined: RefusedFlags = {
  names: [],
  reason: 'it is derived, or could let a client pass without a login',
  cure: 'remove it',
};

function ruleOf(
  { refused, allowed }: FlagRules,
  name: string,
  value: Flags[string],
  isKnown: boolean,
): RefusedFlags | undefined {
  if (allowed?.includes(name)) return undefined;
  const found = refused.find(
    ({ names, when }) =>
      names.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)) &&
      (when === undefined || when(value)),
  );
  return found ?? (allowed && isKnown ? notExamined : undefined);
}

function reportUnknown(
  name: string,
  kinds: ReadonlyMap<string, Kind>,
  { program, refused }: FlagRules,
  report: Report,
): void {
  const meant = nearest(name, [...kinds.keys()]);
  const rule = meant === undefined ? undefined : refused.find(({ names, when }) => !when && names.includes(meant));
  const cure = meant === undefined ? `see ${program} --help` : (rule?.cure ?? `use ${meant}`);
  report.add(name, `be a flag of ${program}`, name, cure);
}

const duration = /^(\d+(\.\d+)?(ns|us|µs|ms|[smhdwy]))+$|^0$/;

function checkValue(
  name: string,
  value: NonNullable<Flags[string]>,
  kind: Kind,
  program: ProgramName,
  report: Report,
): void {
  if (Array.isArray(value) && kind !== 'list') {
    report.add(name, `have one value: ${program} accepts this flag once`, value.length, 'set one value');
  } else if (kind === 'switch') checkSwitch(name, value, program, report);
  else if (typeof value === 'boolean') report.add(name, 'have a value, which is no boolean', value, 'set its value');
  else if (kind === 'duration') format.matches(report, name, value, duration, 'be a duration such as 30s or 2h');
  else if (kind === 'number' && !Number.isFinite(Number(value || 'empty'))) {
    report.add(name, 'be a number', value, 'correct it');
  }
}

/** Programs with flags in the style of POSIX, which have no `--no-name` and take `--name=false`. */
const posix: readonly ProgramName[] = ['oauth2-proxy', 'kube-state-metrics'];

function checkSwitch(name: string, value: NonNullable<Flags[string]>, program: ProgramName, report: Report): void {
  if (!posix.includes(program)) {
    if (typeof value !== 'boolean') report.add(name, 'be true or false: it has no value', value, 'remove the quotes');
  } else if (value !== true && value !== 'true' && value !== 'false') {
    report.add(name, `be true, or 'false' in quotes: ${program} has no --no-${name}`, value, 'correct it');
  }
}

const known = new Map<ProgramName, ReadonlyMap<string, Kind>>();

function kindsOf(program: ProgramName): ReadonlyMap<string, Kind> {
  const found = known.get(program) ?? readKinds(program);
  known.set(program, found);
  return found;
}

function readKinds(program: ProgramName): ReadonlyMap<string, Kind> {
  const kinds: Readonly<Record<Kind, readonly string[]>> = programFlags[program];
  return new Map(Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => [name, kind as Kind] as const)));
}

/** Whether a value is another URL than that of a host alone; `undefined` is none either. */
export function hasPath(value: Flags[string]): boolean {
  return !/^https?:\/\/[^/?#\s@]+\/?$/.test(String(value));
}
