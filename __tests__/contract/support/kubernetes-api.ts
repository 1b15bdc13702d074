import type { Manifest } from '../../../lib';
import { isSubset, type Labels, type PodTemplate, type ServiceSpec, workloadsOf } from '../../../lib/checks/manifests';
import { canary } from '../../support/canary';
import type { Asked } from '../../support/servers';

/** What the API server answers to Prometheus about a cluster that runs these manifests, and a pod and a Service of a user. */

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Labels;
    readonly annotations?: Labels;
  };
  readonly spec: PodTemplate['spec'];
  readonly status: { readonly phase: 'Running'; readonly podIP: string; readonly hostIP: string };
}

const node = {
  metadata: { name: 'node-1', labels: {} },
  status: {
    addresses: [{ type: 'InternalIP', address: '10.3.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  },
};

const resources = /^\/apis?\/(?<group>.*?v1)(\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>\w+)$/;

/** Lists alone: Prometheus begins with them, and nothing changes afterwards. */
export function kubernetesApi(rendered: readonly Manifest[], token: string) {
  const manifests = [...rendered, ...canary, coreDns];
  const pods = podsOf(manifests);
  const services = manifests.filter(({ kind }) => kind === 'Service');
  const lists: Readonly<Record<string, readonly [kind: string, items: readonly object[]]>> = {
    pods: ['PodList', pods],
    nodes: ['NodeList', [node]],
    services: ['ServiceList', [apiService, ...services]],
    endpointslices: ['EndpointSliceList', [apiServer, ...endpointSlicesOf(services, pods)]],
  };
  return ({ path, headers }: Asked): unknown => {
    const url = new URL(path, 'https://kubernetes');
    const { group, namespace, resource = '' } = resources.exec(url.pathname)?.groups ?? {};
    const [list, items] = lists[resource] ?? [];
    if (headers.authorization !== `Bearer ${token}` || url.searchParams.has('watch') || !items) return undefined;
    const found = items.filter((item) => namespace === undefined || namespaceOf(item) === namespace);
    return { kind: list, apiVersion: group, metadata: { resourceVersion: '1' }, items: found };
  };
}

function namespaceOf(item: object): unknown {
  return 'metadata' in item ? (item.metadata as { readonly namespace?: string }).namespace : undefined;
}

/** A pod of the DNS service of the cluster. */
const coreDns: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  spec: { containers: [{ name: 'coredns', ports: [{ name: 'metrics', containerPort: 9153 }] }] },
};

const apiService = {
  metadata: { name: 'kubernetes', namespace: 'default' },
  spec: { ports: [{ name: 'https', port: 443 }] },
};

const apiServer = {
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { 'kubernetes.io/service-name': 'kubernetes' },
  },
  addressType: 'IPv4',
  ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  endpoints: [{ addresses: ['10.3.0.9'], conditions: { ready: true } }],
};

/** The first pod of every workload, and the pods among the manifests. */
function podsOf(manifests: readonly Manifest[]): readonly Pod[] {
  const ofWorkloads = workloadsOf(manifests).map(({ name, namespace, spec: { template } }) => ({
    metadata: { ...template.metadata, name: `${name}-0`, namespace },
    spec: template.spec,
  }));
  const single = manifests
    .filter(({ kind }) => kind === 'Pod')
    .map(({ metadata, spec }) => ({
      metadata: { ...metadata, namespace: metadata.namespace ?? '', labels: metadata.labels ?? {} },
      spec: spec as PodTemplate['spec'],
    }));
  return [...ofWorkloads, ...single].map(({ metadata, spec }, index) => ({
    metadata,
    spec: { ...spec, nodeName: node.metadata.name },
    status: { phase: 'Running', podIP: `10.2.0.${index + 1}`, hostIP: '10.3.0.1' },
  }));
}

function endpointSlicesOf(services: readonly Manifest[], pods: readonly Pod[]): readonly object[] {
  return services.map(({ metadata, spec }) => {
    const { selector, ports } = spec as ServiceSpec;
    const { namespace = '', name, annotations = {} } = metadata;
    const behind = pods.filter(
      (pod) => pod.metadata.namespace === namespace && isSubset(selector, pod.metadata.labels),
    );
    return {
      metadata: { name: `${name}-slice`, namespace, annotations, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: ports.map((port) => ({ name: port.name, port: port.targetPort, protocol: port.protocol ?? 'TCP' })),
      endpoints: behind.map((pod) => ({
        addresses: [pod.status.podIP],
        conditions: { ready: true },
        nodeName: node.metadata.name,
        targetRef: { kind: 'Pod', name: pod.metadata.name, namespace },
      })),
    };
  });
}
