/** What the webhook of Microsoft Entra Workload ID looks for, so that pods get a token of an identity. */
export function workloadIdentity(clientId: string) {
  return {
    serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId },
    podLabels: { 'azure.workload.identity/use': 'true' },
  };
}
