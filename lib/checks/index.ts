import { manifestsOf, type Rendered } from '../kit/manifest';
import type { ApplyMethod } from '../kit/object-size';
import type { Report } from '../kit/report';
import { checkAddresses, checkOwnAddresses } from './addresses';
import { type CalledPort, checkConnections } from './connections';
import { checkCredentials } from './credentials';
import { checkFiles } from './files';
import { checkFlags } from './flags';
import { checkNames } from './names';
import { References } from './references';
import { checkReplicaLabels } from './replica-labels';
import { checkRoutes } from './routes';
import { checkSelectors } from './selectors';
import { checkSizes } from './sizes';

/** Values of an environment that the checks of its objects require. */
export interface CheckContext {
  /** Namespace of the stack. */
  readonly namespace: string;
  /** Objects created outside of synth, as `Kind/name`. */
  readonly externalObjects: readonly string[];
  /** How the objects are applied. */
  readonly apply: ApplyMethod;
  /** Ports to which components connect through Services. */
  readonly called: readonly CalledPort[];
  /** Texts that are no credentials. */
  readonly notCredentials: readonly string[];
}

/** Checks the rendered objects of one environment and adds the problems to the report. */
export function checkObjects(rendered: Rendered, context: CheckContext, report: Report): void {
  const manifests = manifestsOf(rendered);
  const references = new References(manifests, context.externalObjects, report);
  references.check();
  checkSelectors(manifests, report);
  checkRoutes(manifests, references, report);
  checkNames(manifests, report);
  checkReplicaLabels(manifests, report);
  checkFiles(manifests, references, report);
  checkAddresses(manifests, references, context.namespace, report);
  checkOwnAddresses(manifests, report);
  checkConnections(manifests, context.called, report);
  checkFlags(manifests, report);
  checkCredentials(manifests, context.notCredentials, report);
  checkSizes(manifests, context.apply, report);
}
