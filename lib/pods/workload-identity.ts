/** Workload identity of Microsoft Entra ID: its webhook mounts the token of an identity into pods. */

const label = 'azure.workload.identity/use';

/** Containers that authenticate by workload identity. */
const users = ['oauth2-proxy', 'thanos-compactor', 'thanos-ruler', 'thanos-sidecar', 'thanos-store'];

/** Annotation of the ServiceAccount and label of the pods. */
export function workloadIdentity(clientId: string) {
  return {
    serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId },
    podLabels: { [label]: 'true' },
  };
}

/**
 * Annotation of a pod with workload identity: the other containers get no token. By default the webhook mounts it into
 * every container.
 */
export function withoutToken(
  labels: Readonly<Record<string, string>> | undefined,
  containers: readonly { readonly name: string }[],
): Readonly<Record<string, string>> {
  const others = containers.map(({ name }) => name).filter((name) => !users.includes(name));
  if (labels?.[label] === undefined || others.length === 0) return {};
  return { 'azure.workload.identity/skip-containers': others.join(';') };
}
