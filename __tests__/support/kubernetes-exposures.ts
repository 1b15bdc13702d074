import type { Environment, Exposure, Manifest } from '../../lib';
import { minimal } from './environments';
import { objectsOf } from './rendered';

/** Exposures that between them write every field that there is, for what asks Kubernetes about them. */

const common = {
  domain: 'monitoring.example.com',
  authentication: 'none',
  reachedFrom: 'private-network',
  proxy: { cidr: '10.1.0.0/24' },
} as const;
const annotations = { 'example.com/owner': 'monitoring' };
const tls = {
  secret: { type: 'secret', name: 'wildcard-tls' },
  certManager: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
  none: { type: 'none', plainTextLogins: true },
} as const;

/** Every option of TLS between components, behind a Gateway. */
const secured = {
  tls: { type: 'cert-manager', issuer: { kind: 'ClusterIssuer', name: 'internal-ca' }, duration: '720h' },
  exposure: {
    ...common,
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    backendCa: 'internal-ca',
    tls: tls.secret,
  },
} as const satisfies Partial<Environment>;

const exposures = (gatewayNamespace: string): readonly Exposure[] => [
  { ...common, type: 'ingress', className: 'nginx', annotations, tls: tls.secret },
  { ...common, type: 'ingress', className: 'nginx', tls: tls.certManager },
  { ...common, type: 'gateway', gatewayClassName: 'azure-alb-external', annotations, tls: tls.secret },
  { ...common, type: 'gateway', gatewayClassName: 'azure-alb-external', tls: tls.none },
  {
    ...common,
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    gatewayNamespace,
    infrastructureAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
    tls: tls.certManager,
  },
];

const kinds = ['Ingress', 'Gateway', 'HTTPRoute', 'BackendTLSPolicy', 'Certificate'];

/** An exposure by its name, and the objects that it consists of. */
export interface Exposed {
  readonly name: string;
  readonly manifests: readonly Manifest[];
}

/** The objects of every exposure, for a stack and a Gateway in these namespaces. */
export function exposedIn(namespace: string, gatewayNamespace: string): readonly Exposed[] {
  const of = (environment: Environment) => objectsOf(environment).filter(({ kind }) => kinds.includes(kind));
  return [
    ...exposures(gatewayNamespace).map((exposure) => ({
      name: `${exposure.type} with TLS ${exposure.tls.type}`,
      manifests: of({ ...minimal, namespace, exposure }),
    })),
    { name: 'gateway with TLS behind it', manifests: of({ ...minimal, namespace, ...secured }) },
  ];
}
