import type { Path } from './fields';

/** Mistakes in manifests that an API server refuses, or drops without a word, each in one field. */

/** One of them. */
export interface Mutation {
  readonly mistake: string;
  readonly kind: string;
  readonly path: Path;
  /** The field is removed when there is none. */
  readonly value?: unknown;
  /** What is said about it, behind the path of the field. */
  readonly fault: string;
}

/** The pods of a workload. */
export const pod = ['spec', 'template', 'spec'] as const;
/** Its first container. */
export const container = [...pod, 'containers', 0] as const;

/** All of them, for any version of Kubernetes. */
export const mutations: readonly Mutation[] = [
  {
    mistake: 'an unknown field of a container',
    kind: 'Deployment',
    path: [...container, 'memory'],
    value: '1Gi',
    fault: 'is not a field of Container',
  },
  {
    mistake: 'a misspelt field',
    kind: 'StatefulSet',
    path: [...container, 'readinesProbe'],
    value: { httpGet: { port: 80 } },
    fault: 'is not a field of Container',
  },
  {
    mistake: 'a field in the spelling of the typed classes',
    kind: 'Service',
    path: ['spec', 'clusterIp'],
    value: 'None',
    fault: 'is not a field of ServiceSpec',
  },
  {
    mistake: 'a string for a number',
    kind: 'StatefulSet',
    path: ['spec', 'replicas'],
    value: '3',
    fault: 'must be an integer, got "3"',
  },
  {
    mistake: 'a fraction for an integer',
    kind: 'StatefulSet',
    path: ['spec', 'replicas'],
    value: 1.5,
    fault: 'must be an integer, got 1.5',
  },
  {
    mistake: 'a number for a label',
    kind: 'Service',
    path: ['metadata', 'labels', 'tier'],
    value: 1,
    fault: 'must be a string, got 1',
  },
  {
    mistake: 'one argument for a list of them',
    kind: 'Deployment',
    path: [...container, 'args'],
    value: '--log.level=info',
    fault: 'must be a list, got "--log.level=info"',
  },
  {
    mistake: 'a field left empty',
    kind: 'Deployment',
    path: [...container, 'resources'],
    value: null,
    fault: 'must be an object, got null',
  },
  {
    mistake: 'a size with an unknown unit',
    kind: 'StatefulSet',
    path: [...container, 'resources', 'limits', 'memory'],
    value: '1GB',
    fault: 'must be a quantity, got "1GB"',
  },
  { mistake: 'a StatefulSet without selector', kind: 'StatefulSet', path: ['spec', 'selector'], fault: 'is missing' },
  {
    mistake: 'a container without name',
    kind: 'Deployment',
    path: [...container, 'name'],
    fault: 'is missing',
  },
  {
    mistake: 'an unknown field of a claim template',
    kind: 'StatefulSet',
    path: ['spec', 'volumeClaimTemplates', 0, 'spec', 'size'],
    value: '1Gi',
    fault: 'is not a field of PersistentVolumeClaimSpec',
  },
  {
    mistake: 'a field of a Gateway in the spelling of the typed classes',
    kind: 'Gateway',
    path: ['spec', 'listeners', 0, 'hostName'],
    value: 'grafana.monitoring.example.com',
    fault: 'is not a field of Listener',
  },
  { mistake: 'a Gateway without class', kind: 'Gateway', path: ['spec', 'gatewayClassName'], fault: 'is missing' },
  {
    mistake: 'a misspelt field that an HTTPRoute has in common with other routes',
    kind: 'HTTPRoute',
    path: ['spec', 'parentRef'],
    value: [{ name: 'monitoring-gateway' }],
    fault: 'is not a field of HTTPRouteSpec',
  },
  {
    mistake: 'a string for a number in a field that an HTTPRoute has in common with other routes',
    kind: 'HTTPRoute',
    path: ['spec', 'parentRefs', 0, 'port'],
    value: '443',
    fault: 'must be an integer, got "443"',
  },
  {
    mistake: 'a misspelt field of an ExternalSecret',
    kind: 'ExternalSecret',
    path: ['spec', 'secretStore'],
    value: { name: 'vault' },
    fault: 'is not a field of ExternalSecretSpec',
  },
  {
    mistake: 'an unknown policy of an ExternalSecret',
    kind: 'ExternalSecret',
    path: ['spec', 'target', 'deletionPolicy'],
    value: 'Keep',
    fault: 'must be Delete or Merge or Retain, got "Keep"',
  },
  {
    mistake: 'a boolean among the parameters of a SecretProviderClass, which are all texts',
    kind: 'SecretProviderClass',
    path: ['spec', 'parameters', 'usePodIdentity'],
    value: false,
    fault: 'must be a string, got false',
  },
  {
    mistake: 'a SecretProviderClass without provider',
    kind: 'SecretProviderClass',
    path: ['spec', 'provider'],
    fault: 'is missing',
  },
  {
    mistake: 'a status that is no redirection',
    kind: 'HTTPRoute',
    path: ['spec', 'rules', 0, 'filters', 0, 'requestRedirect', 'statusCode'],
    value: 200,
    fault: 'must be 301 or 302 or 303 or 307 or 308, got 200',
  },
];
