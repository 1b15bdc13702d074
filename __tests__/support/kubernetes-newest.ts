import { customResourceType } from './kubernetes-custom-resources';
import { typeIn } from './kubernetes-models';
import type { KubernetesTypes, ObjectType } from './kubernetes-types';

/**
 * The types of Kubernetes 1.36, read from kubernetes-models 5.1.0, which was generated from the API of that version;
 * another release of the package means another version here.
 */
export const newest: KubernetesTypes = { version: '1.36', typeOf };

/** Kubernetes never withdraws a stable version, but the package keeps beta versions that are long withdrawn. */
const stable = /^([^/]+\/)?v\d+$/;

function typeOf(apiVersion: string, kind: string): ObjectType | undefined {
  const known = stable.test(apiVersion) ? typeIn('kubernetes-models', apiVersion, kind) : undefined;
  return known ?? customResourceType(apiVersion, kind);
}
