import { Refusal } from './step';
import { printable } from './text';

/** Failures of kubectl with their cures, by the text that kubectl prints. */
const faults: readonly (readonly [pattern: RegExp, resource: string, cure: string])[] = [
  [
    /timed out waiting|exceeded its progress deadline/,
    'a workload is not ready',
    'find the cause with `kubectl describe`',
  ],
  [/could not be started/, 'kubectl', 'install it and put it on PATH'],
  [
    /context .*does not exist|no context exists|context was not found/,
    'kubectl',
    'choose one of `kubectl config get-contexts --output=name` with --context',
  ],
  [
    /was refused|Unable to connect|no such host|i\/o timeout|timed out|EOF|no route to host|x509|connection reset|TLS handshake|http: server gave HTTP response|could not find the requested resource/,
    'the cluster does not respond',
    'start it, or choose another one with --context (`kubectl config get-contexts`)',
  ],
  [
    /must be logged in|Unauthorized|provide credentials|getting credentials|exec plugin/,
    'the cluster rejects the login',
    'log in again, for AKS with `az aks get-credentials`',
  ],
  [
    /namespaces "[^"]*" not found/,
    'the namespace does not exist',
    'apply dist/<environment>/00-namespace.k8s.yaml first, or choose another cluster with --context',
  ],
  [
    /conflict with /i,
    'fields have another writer',
    'find out who writes them (metadata.managedFields); --force-conflicts takes them over',
  ],
  [/forbidden/i, 'a permission is missing', 'request it from the owner of the cluster'],
];

/** The refusal for what kubectl wrote to standard error. */
export function kubectlFault(text: string, context?: string): Refusal {
  const [, resource = 'kubectl', cure = 'correct the cause, and run the command again'] =
    faults.find(([pattern]) => pattern.test(text)) ?? [];
  const where = context === undefined ? '' : ` (context ${context})`;
  return new Refusal(`${resource}${where}`, printable(text).slice(0, 600), cure);
}
