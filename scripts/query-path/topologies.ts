import { containersOf, type Container as Rendered, type ServiceSpec, workloadsOf } from '../../lib/checks/manifests';
import type { Manifest } from '../../lib/kit/manifest';
import type { Environment } from '../../lib/stack/environment';
import { render } from '../../lib/synth';
import type { DnsName } from './network';
import type { Container } from './programs';

/** The two ways to query the same blocks: that of the article, and that of the manifests. */

/** Pods to start, and where they are. */
export interface Topology {
  readonly name: string;
  readonly containers: readonly Container[];
  readonly names: ReadonlyMap<string, DnsName>;
  /** Addresses of Services: connections go to one of the pods. */
  readonly services: readonly Service[];
  /** URLs that a dashboard sends its queries to, a replica each. */
  readonly queried: readonly string[];
  /** Metrics of the Store Gateways. */
  readonly stores: readonly string[];
  /** URLs that show when a program is ready. */
  readonly ready: readonly string[];
}

interface Service {
  readonly address: string;
  readonly port: number;
  readonly pods: readonly string[];
  readonly targetPort: number;
}

/** Host and port of object storage, in every topology. */
export const objectStorage = { address: '127.1.0.1', port: 10000 } as const;

/** Flags of the article: one Store Gateway, one Query, no Query Frontend; without the ports and addresses. */
export function article(storage: string): Topology {
  const [store, query] = ['127.1.1.1', '127.1.1.2'];
  const listen = (address: string) => [`--http-address=${address}:10902`, `--grpc-address=${address}:10901`];
  const storageFile = '/etc/thanos/thanos.yaml';
  return {
    name: 'article',
    containers: [
      {
        pod: 'article-store',
        program: 'thanos',
        args: [
          'store',
          '--data-dir=/data',
          `--objstore.config-file=${storageFile}`,
          '--index-cache-size=500MB',
          '--chunk-pool-size=500MB',
          ...listen(store),
        ],
        files: { [storageFile]: storage },
        mounts: ['/data', '/etc/thanos'],
      },
      {
        pod: 'article-query',
        program: 'thanos',
        args: ['query', '--query.replica-label=prometheus_replica', `--endpoint=${store}:10901`, ...listen(query)],
      },
    ],
    names: new Map(),
    services: [],
    queried: [`http://${query}:10902`],
    stores: [`http://${store}:10902/metrics`],
    ready: [`http://${store}:10902/-/ready`, `http://${query}:10902/-/ready`],
  };
}

/** Workloads of the query path; the cache runs where the environment has one. */
const queryPath = ['thanos-store', 'thanos-query', 'thanos-query-frontend', 'memcached'] as const;

/** The rendered query path: its containers with the rendered arguments, and the rendered Services. */
export function manifests(environment: Environment, storage: string): Topology {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const objects = [...rendered.values()].flat();
  const workloads = workloadsOf(objects).filter(({ name }) => queryPath.some((one) => one === name));
  const addresses = new Map(
    workloads.map(({ name, spec }, index) => [
      name,
      Array.from({ length: spec.replicas ?? 1 }, (_, ordinal) => `127.1.${index + 2}.${ordinal + 1}`),
    ]),
  );
  const services = objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service, index) => {
      const spec = service.spec as ServiceSpec;
      const target = workloads.find(({ spec: { template } }) => selects(spec, template.metadata.labels));
      const pods = addresses.get(target?.name ?? '') ?? [];
      return [{ service, spec, pods, address: spec.clusterIP === 'None' ? undefined : `127.2.0.${index + 1}` }];
    });
  const names = services.map(
    ({ service: { metadata }, spec, pods, address }) =>
      [
        `${metadata.name}.${metadata.namespace}.svc.cluster.local`,
        {
          addresses: metadata.name === 'azurite' ? [objectStorage.address] : address ? [address] : pods,
          ports: Object.fromEntries(spec.ports.map(({ name, targetPort }) => [name, Number(targetPort)])),
        },
      ] as const,
  );
  const containers = workloads.flatMap(({ name, spec }) =>
    (addresses.get(name) ?? []).flatMap((address, ordinal) =>
      containersOf(spec.template).map((container) =>
        containerOf(`${name}-${ordinal}`, address, container, objects, storage, spec),
      ),
    ),
  );
  const at = (name: string, path: string) =>
    (addresses.get(name) ?? []).map((address) => `http://${address}:10902${path}`);
  return {
    name: 'manifests',
    containers,
    names: new Map(names),
    services: services.flatMap(({ spec, pods, address }) =>
      address && pods.length > 0
        ? spec.ports.map(({ port, targetPort }) => ({ address, port, pods, targetPort: Number(targetPort) }))
        : [],
    ),
    queried: at('thanos-query-frontend', ''),
    stores: at('thanos-store', '/metrics'),
    ready: ['thanos-store', 'thanos-query', 'thanos-query-frontend'].flatMap((name) => at(name, '/-/ready')),
  };
}

function selects({ selector }: ServiceSpec, labels: Readonly<Record<string, string>>): boolean {
  return selector !== undefined && Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function containerOf(
  pod: string,
  address: string,
  { args = [], command, volumeMounts = [] }: Rendered,
  objects: readonly Manifest[],
  storage: string,
  { template: { spec } }: { readonly template: { readonly spec: { readonly volumes?: readonly object[] } } },
): Container {
  const files = volumeMounts.flatMap(({ name, mountPath }) => {
    const volume = (spec.volumes ?? []).find((one) => (one as { name: string }).name === name) as
      | { readonly configMap?: { readonly name: string }; readonly secret?: { readonly secretName: string } }
      | undefined;
    if (volume?.secret) return [[`${mountPath}/thanos.yaml`, storage] as const];
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === volume?.configMap?.name);
    return Object.entries((map?.data ?? {}) as Readonly<Record<string, string>>).map(
      ([key, text]) => [`${mountPath}/${key}`, text] as const,
    );
  });
  const isThanos = ['query', 'query-frontend', 'store'].includes(args[0] ?? '');
  const listen = [
    `--http-address=${address}:10902`,
    ...(args[0] === 'query-frontend' ? [] : [`--grpc-address=${address}:10901`]),
  ];
  return {
    pod,
    program: isThanos ? 'thanos' : (command?.[0] ?? pod.replace(/-\d+$/, '')),
    args: isThanos ? [...args, ...listen] : [...args, '-l', address, '-u', 'root'],
    files: Object.fromEntries(files),
    mounts: volumeMounts.map(({ mountPath }) => mountPath),
  };
}

/** Seconds of an answer interval of the rendered Query Frontend, for the page. */
export function splitOf(topology: Topology): string {
  const args = topology.containers.flatMap(({ args: all }) => all);
  return args.find((argument) => argument.startsWith('--query-range.split-interval='))?.split('=')[1] ?? '';
}
