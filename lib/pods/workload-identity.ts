/**
 * Annotation and label for the webhook of Microsoft Entra Workload ID, which mounts the token of an identity into pods.
 */
export function workloadIdentity(clientId: string) {
  return {
    serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId },
    podLabels: { 'azure.workload.identity/use': 'true' },
  };
}
