import { App, Yaml } from 'cdk8s';
import { checkObjects } from './checks';
import { checkTexts } from './checks/texts';
import type { Manifest, Rendered } from './kit/manifest';
import { objectsOf } from './kit/objects';
import { type Problem, Report, SynthesisError } from './kit/report';
import { yamlWriter } from './kit/yaml';
import { publish } from './publish';
import type { Environment } from './stack/environment';
import { checkConflicts } from './stack/environment-checks';
import { checkContextOf } from './stack/external-objects';
import { checkOptions } from './stack/option-checks';
import { type Resolved, resolve } from './stack/resolved';
import { stack } from './stack/stack';

/**
 * Renders, checks and writes every environment to `<outdir>/<environment>/<component>.k8s.yaml`, for each output
 * folder. No file is written if one environment has a problem.
 * @throws SynthesisError with every problem of every environment
 */
export function synth(environments: readonly Environment[], outdirs: readonly string[]): void {
  const resolved = environments.map(resolve);
  const problems: Problem[] = [...checkConflicts(resolved)];
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
  for (const one of resolved) {
    const { rendered, problems: found } = renderResolved(one);
    problems.push(...found);
    for (const [file, manifests] of rendered) files.set(`${one.environment.name}/${file}`, manifests.map(document));
  }
  if (problems.length > 0) throw new SynthesisError(problems);
  for (const outdir of outdirs) publish(files, outdir);
}

/** The objects of one environment, by file. */
export interface Rendering {
  readonly rendered: Rendered;
  /** Problems of the environment; the objects are valid only if there are none. */
  readonly problems: readonly Problem[];
}

/** Renders one environment without writing anything. */
export function render(environment: Environment): Rendering {
  return renderResolved(resolve(environment));
}

function renderResolved(resolved: Resolved): Rendering {
  const { environment } = resolved;
  const report = new Report(String(environment.name));
  if (!checkTexts(environment, report)) return { rendered: new Map(), problems: report.problems };
  checkOptions(resolved, report);
  const refused = report.problems.length > 0;
  try {
    const app = new App();
    stack(app, resolved);
    const rendered = objectsOf(app);
    checkObjects(rendered, checkContextOf(resolved), report);
    return { rendered, problems: report.problems };
  } catch (error) {
    // Invalid options may fail to render; their problems are reported instead of the error.
    if (!refused) throw error;
    return { rendered: new Map(), problems: report.problems };
  }
}
