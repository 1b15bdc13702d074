import { App, Yaml } from 'cdk8s';
import { checkObjects } from './checks';
import { checkTexts } from './checks/texts';
import type { Manifest, Rendered } from './kit/manifest';
import { type Problem, Report, SynthesisError } from './kit/report';
import { publish } from './publish';
import { externalObjects, shared } from './stack/composition';
import type { Environment } from './stack/environment';
import { checkNeighbours } from './stack/environment-checks';
import { checkOptions, stack } from './stack/stack';

/**
 * Renders, checks and writes every environment to `<outdir>/<environment>/<component>.k8s.yaml`, for each output folder.
 * Either all of it is written or, when anything is refused, nothing.
 * @throws SynthesisError with every problem of every environment
 */
export function synth(environments: readonly Environment[], outdirs: readonly string[]): void {
  const problems: Problem[] = [...checkNeighbours(environments)];
  const files = new Map<string, string>();
  for (const environment of environments) {
    const { rendered, problems: found } = render(environment);
    problems.push(...found);
    for (const [file, manifests] of rendered) files.set(`${environment.name}/${file}`, Yaml.stringify(...manifests));
  }
  if (problems.length > 0) throw new SynthesisError(problems);
  for (const outdir of outdirs) publish(files, outdir);
}

/** Renders one environment without writing anything, and tells what is wrong with it. */
export function render(environment: Environment): { rendered: Rendered; problems: readonly Problem[] } {
  const report = new Report(String(environment.name));
  if (!checkTexts(environment, report)) return { rendered: new Map(), problems: report.problems };
  checkOptions(environment, report);
  const refused = report.problems.length > 0;
  try {
    const app = new App();
    stack(app, environment);
    const files = app.charts.map((chart) => [`${chart.node.id}.k8s.yaml`, chart.toJson() as Manifest[]] as const);
    const rendered = new Map(files.filter(([, manifests]) => manifests.length > 0));
    checkObjects(rendered, { ...shared(environment), externalObjects: externalObjects(environment) }, report);
    return { rendered, problems: report.problems };
  } catch (error) {
    // Options that are refused may not even be renderable, and then the refusal says all there is to say.
    if (!refused) throw error;
    return { rendered: new Map(), problems: report.problems };
  }
}
