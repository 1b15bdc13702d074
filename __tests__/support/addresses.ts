import type { Manifest } from '../../lib';
import { containersOf, keyOf, type Volume, type Workload } from '../../lib/checks/manifests';

/** Addresses of Services in what the pods of a workload read. */

/** `thanos-querier.monitoring.svc:9090`, or `_grpc._tcp.thanos-store-gateway.monitoring.svc` where SRV records are looked up. */
export interface Address {
  readonly text: string;
  readonly service: string;
  readonly namespace: string;
  /** Pod of a StatefulSet, in front of its governing Service. */
  readonly pod?: string;
  readonly port?: number;
  /** Name of the port in a look-up of SRV records. */
  readonly portName?: string;
}

/** A text that a container reads, and where it stands. */
interface Read {
  readonly at: string;
  readonly text: string;
}

/** What a name is compared with in a certificate: no connection is made to it. */
const comparedOnly = /(server_name"?: ?"?|server-name=|sni str\()$/;

const host =
  /(?<![\w-]|[\w-]\.)(?:(https?):\/\/)?(?:_([a-z0-9-]+)\._(?:tcp|udp)\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d+))?/g;

/**
 * Addresses of Services in a text: `service.namespace.svc` with or without the domain of the cluster; `service` and
 * `service.namespace` too, where a Service has that name and a port follows.
 * @param from namespace of the pod that reads the text
 */
export function addressesIn(text: string, from: string, manifests: readonly Manifest[]): readonly Address[] {
  const services = new Set(manifests.filter(({ kind }) => kind === 'Service').map(({ metadata }) => nameOf(metadata)));
  const namespaces = new Set(manifests.map(({ metadata }) => metadata.namespace));
  return [...text.matchAll(host)].flatMap((match): Address[] => {
    const [whole, scheme = '', portName, name = '', digits] = match;
    const port = digits === undefined ? { http: 80, https: 443 }[scheme] : Number(digits);
    const labels = name.split('.');
    const end = labels.indexOf('svc');
    const [namespace = from, service = '', pod] = (
      end < 0 ? [...labels, from].slice(0, 2) : labels.slice(0, end)
    ).reverse();
    const isAddress =
      end < 0
        ? labels.length <= 2 && port !== undefined && services.has(nameOf({ name: service, namespace }))
        : namespaces.has(namespace) && !comparedOnly.test(text.slice(Math.max(0, match.index - 20), match.index));
    if (!isAddress) return [];
    return [
      { text: whole, service, namespace, ...(pod && { pod }), ...(port && { port }), ...(portName && { portName }) },
    ];
  });
}

function nameOf({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return `${name}.${namespace}`;
}

/** Arguments, variables and mounted files of the containers of a workload. */
export function textsReadBy({ namespace, spec }: Workload, manifests: readonly Manifest[]): readonly Read[] {
  const { volumes = [] } = spec.template.spec;
  return containersOf(spec.template).flatMap(({ name, command = [], args = [], env = [], volumeMounts = [] }) => [
    ...[...command, ...args].map((text) => ({ at: `${name} argument`, text })),
    ...env.flatMap((variable) => {
      const { configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
      const [kind, reference] = configMapKeyRef
        ? (['ConfigMap', configMapKeyRef] as const)
        : (['Secret', secretKeyRef] as const);
      const text = variable.value ?? (reference && filesIn(kind, reference.name, namespace, manifests)[reference.key]);
      return text === undefined ? [] : [{ at: `${name} variable ${variable.name}`, text }];
    }),
    ...volumes
      .filter((volume) => volumeMounts.some((mount) => mount.name === volume.name))
      .flatMap((volume) => mountedFiles(volume, namespace, manifests))
      .map(({ at, text }) => ({ at: `${name} ${at}`, text })),
  ]);
}

function mountedFiles(
  { configMap, secret, projected }: Volume,
  namespace: string,
  manifests: readonly Manifest[],
): Read[] {
  const sources = [configMap, ...(projected?.sources ?? []).map((source) => source.configMap)];
  const named = [
    ...sources.flatMap((source) => (source ? [{ kind: 'ConfigMap', ...source }] : [])),
    ...(secret ? [{ kind: 'Secret', name: secret.secretName, ...secret }] : []),
  ];
  return named.flatMap(({ kind, name, items }) =>
    Object.entries(filesIn(kind, name, namespace, manifests))
      .filter(([key]) => !items || items.some((item) => item.key === key))
      .map(([key, text]) => ({ at: `${kind}/${name} ${key}`, text })),
  );
}

function filesIn(kind: string, name: string, namespace: string, manifests: readonly Manifest[]) {
  const found = manifests.find(
    (manifest) => keyOf(manifest) === `${kind}/${name}` && manifest.metadata.namespace === namespace,
  );
  return { ...(found?.data as object), ...(found?.stringData as object) } as Readonly<Record<string, string>>;
}
