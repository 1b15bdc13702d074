import { App, Yaml } from 'cdk8s';
import { checkObjects } from './checks';
import type { Manifest, Rendered } from './kit/manifest';
import { objectsOf } from './kit/objects';
import { type Problem, Report, SynthesisError } from './kit/report';
import { yamlWriter } from './kit/yaml';
import type { Synthesis } from './output/changes';
import { identityChanges } from './output/identity-changes';
import { publish } from './publish';
import { type Checked, checked } from './stack/checked';
import type { Environment } from './stack/environment';
import { checkConflicts } from './stack/environment-checks';
import { checkContextOf, requiredSecrets } from './stack/external-objects';
import type { Resolved } from './stack/resolved';
import { stack } from './stack/stack';

/** Options of a synthesis. */
export interface SynthOptions {
  /**
   * Names of environments in which the identity of blocks may differ from the one in the output folder: `cluster`, the
   * names of its labels, external labels, the place in object storage, the namespace
   * (`npm run synth -- --accept-identity-change NAME`).
   * @default - none
   */
  readonly acceptIdentityChange?: readonly string[];
}

/**
 * Renders, checks and writes every environment to `<outdir>/<environment>/<component>.k8s.yaml`, for each output
 * folder. No file is written if one environment has a problem.
 * @throws SynthesisError with every problem of every environment, or when an output folder refuses the files
 */
export function synth(
  environments: readonly Environment[],
  outdirs: readonly string[],
  { acceptIdentityChange = [] }: SynthOptions = {},
): Synthesis {
  const report = new Report('environments/index.ts');
  if (!Array.isArray(environments)) {
    report.add('environments', 'be a list of environments', environments, 'export an array');
    throw new SynthesisError(report.problems);
  }
  const all = environments.map((environment, index) => checked(environment, `environments[${index}]`));
  const renderings = all.map((one) => ({ ...renderChecked(one), name: one.name }));
  const problems = [...conflictsOf(all), ...renderings.flatMap((one) => one.problems)];
  if (problems.length > 0) throw new SynthesisError(problems);
  const files = filesOf(renderings);
  const changes = outdirs.flatMap((outdir) => identityChanges(files, outdir, acceptIdentityChange));
  if (changes.length > 0) throw new SynthesisError(changes);
  const published = outdirs.map((outdir) => publish(files, outdir));
  const resolved = all.flatMap((one) => one.resolved ?? []);
  return {
    published,
    requiredSecrets: new Map(resolved.map((one) => [one.environment.name, secretTexts(one)])),
    notices: all.flatMap(({ name, notices }) => notices.map((notice) => `${name}: ${notice}`)),
  };
}

function secretTexts(resolved: Resolved): readonly string[] {
  return [...requiredSecrets(resolved)].map(([name, keys]) =>
    keys.length > 0 ? `${name} (${keys.join(', ')})` : name,
  );
}

/** Conflicts between environments, also with those that have problems of their own, as far as these can be read. */
function conflictsOf(all: readonly Checked[]): readonly Problem[] {
  const resolved = (from: readonly Checked[]) => from.flatMap((one) => one.resolved ?? []);
  const typed = all.filter(({ isTyped }) => isTyped);
  if (typed.length === all.length) return checkConflicts(resolved(all));
  try {
    return checkConflicts(resolved(all));
  } catch {
    return checkConflicts(resolved(typed));
  }
}

/** The YAML documents of each file, by its path below the output folder. */
function filesOf(
  renderings: readonly (Rendering & { readonly name: string })[],
): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, readonly string[]>();
  const write = yamlWriter((value) => Yaml.stringify(value));
  // Documents that are equal in many environments, such as dashboards, are kept once.
  const documents = new Map<string, string>();
  const document = (manifest: Manifest) => {
    const written = write(manifest);
    const known = documents.get(written) ?? written;
    documents.set(known, known);
    return known;
  };
  for (const { name, rendered } of renderings) {
    for (const [file, manifests] of rendered) files.set(`${name}/${file}`, manifests.map(document));
  }
  return files;
}

/** The objects of one environment, by file. */
export interface Rendering {
  readonly rendered: Rendered;
  /** Problems of the environment; the objects are valid only if there are none. */
  readonly problems: readonly Problem[];
}

/** Renders one environment without writing anything. */
export function render(environment: Environment): Rendering {
  return renderChecked(checked(environment));
}

function renderChecked({ report, resolved, isTyped }: Checked): Rendering {
  const { problems } = report;
  if (!resolved || !isTyped) return { rendered: new Map(), problems };
  const refused = problems.length > 0;
  try {
    const app = new App();
    stack(app, resolved);
    const rendered = objectsOf(app);
    checkObjects(rendered, checkContextOf(resolved), report);
    return { rendered, problems };
  } catch (error) {
    // Invalid options may fail to render; their problems are reported instead of the error.
    if (!refused) throw error;
    return { rendered: new Map(), problems };
  }
}
