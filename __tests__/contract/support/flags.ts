import type { Manifest } from '../../../lib';
import { containersOf, workloadsOf } from '../../../lib/checks/manifests';
import { type Program, printed, programOf } from './programs';

/** What the help of a program says of the flags that are rendered for it. */

/** Flags that their program hides or will drop, and why they are set nevertheless; keys are `<program> <flag>`. */
export const accepted: Readonly<Record<string, string>> = {
  'prometheus --storage.tsdb.min-block-duration':
    'hidden, because only uploads of blocks need it; the sidecar requires both durations to be equal',
  'prometheus --storage.tsdb.max-block-duration':
    'hidden, because only uploads of blocks need it; otherwise Prometheus compacts blocks during their upload',
};

/** A flag of a container, with what is wrong about it. */
export interface FlagFault {
  /** `<program> <flag>`, as `accepted` has it. */
  readonly flag: string;
  readonly fault: string;
}

/** Programs that are not the version of their image, and flags that their help does not know or calls deprecated. */
export function flagFaults(manifests: readonly Manifest[]): readonly FlagFault[] {
  return workloadsOf(manifests).flatMap(({ key, spec }) =>
    containersOf(spec.template).flatMap(({ name, image, args = [] }) => {
      const program = programOf(image);
      if ('notRun' in program) return [];
      const at = `${key} container ${name}`;
      const command = args.filter((argument) => !argument.startsWith('--'));
      const known = parsed(printed(program, ...command, '--help'));
      return [
        ...versionFaults(program, image),
        ...args
          .filter((argument) => argument.startsWith('--'))
          .flatMap((argument) => {
            const [flag = ''] = argument.split('=');
            const fault = faultOf(known.get(flag));
            return fault ? [{ flag: `${program.name} ${flag}`, fault: `${at} ${flag} ${fault}` }] : [];
          }),
      ];
    }),
  );
}

/** The same without those that are accepted. */
export function unexplainedFlagFaults(manifests: readonly Manifest[]): readonly string[] {
  return flagFaults(manifests)
    .filter(({ flag }) => accepted[flag] === undefined)
    .map(({ fault }) => fault);
}

function faultOf(description: string | undefined): string | undefined {
  if (description === undefined) return 'is not in the help of its program';
  return /deprecat/i.test(description) ? `is deprecated: ${description}` : undefined;
}

/** A flag starts a line, after one letter for it at most; all to the next flag is about it. `[no-]` stands for two. */
function parsed(help: string): ReadonlyMap<string, string> {
  const start = /^\s+(?:-\w?, )?--(\[no-\])?([A-Za-z][\w.-]*)(.*)$/;
  const flags = new Map<string, string>();
  let current: readonly string[] = [];
  for (const line of help.split('\n')) {
    const [, negatable, name, rest] = start.exec(line) ?? [];
    if (name !== undefined) current = [`--${name}`, ...(negatable ? [`--no-${name}`] : [])];
    for (const flag of current) flags.set(flag, `${flags.get(flag) ?? ''} ${(rest ?? line).trim()}`.trim());
  }
  return flags;
}

function versionFaults(program: Program, image: string): readonly FlagFault[] {
  const wanted = image.replace(/^.*:v?/, '');
  const found = /\d+\.\d+\.\d+/.exec(printed(program, '--version'))?.[0];
  if (found === wanted) return [];
  return [{ flag: program.name, fault: `${program.name} at hand is ${found}, that of ${image} is another` }];
}
