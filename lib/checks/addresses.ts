import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { containersOf, keyOf, podNames, type ServiceSpec, stringsOf, workloadsOf } from './manifests';
import type { References } from './references';

/** Every address of this namespace in a flag or a file must have an existing Service and one of its ports. */
export function checkAddresses(
  manifests: readonly Manifest[],
  references: References,
  namespace: string,
  report: Report,
): void {
  const pattern = addressPattern(namespace);
  for (const { key, text } of texts(manifests)) {
    // Most texts, such as dashboards, contain no address, and the pattern is slow.
    if (!text.includes(`.${namespace}.svc`)) continue;
    for (const { groups } of text.matchAll(pattern)) {
      const { pod, portName, service = '', port } = groups ?? {};
      const found = references.find('Service', service);
      if (found === 'external') continue;
      if (found === undefined) {
        const cure = `correct the address, or name Service/${service} in externalObjects`;
        report.add(key, 'name a Service of this environment', service, cure);
        continue;
      }
      const { ports } = found.spec as ServiceSpec;
      if (pod !== undefined && !governedPods(manifests, service).includes(pod)) {
        report.add(key, `name a pod that Service/${service} governs`, pod, 'correct its name or ordinal');
      }
      if (portName !== undefined && !ports.some(({ name }) => name === portName)) {
        report.add(key, `name a port of Service/${service}`, `_${portName}._tcp`, 'use the name of its port');
      }
      if (port !== undefined && !ports.some((candidate) => candidate.port === Number(port))) {
        report.add(key, `name a port of Service/${service}`, port, `use ${ports.map((candidate) => candidate.port)}`);
      }
    }
  }
}

/** Every address of the pod itself (127.0.0.1) in an argument must have a container port of the pod. */
export function checkOwnAddresses(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    const containers = containersOf(spec.template);
    const ports = containers.flatMap((container) => (container.ports ?? []).map(({ containerPort }) => containerPort));
    for (const { name, args = [] } of containers) {
      for (const [, port] of args.flatMap((argument) => [...argument.matchAll(/\/\/127\.0\.0\.1:(\d+)/g)])) {
        if (ports.includes(Number(port))) continue;
        report.add(`${key} container ${name}`, 'connect to a container port of its pod', port, `use one of ${ports}`);
      }
    }
  }
}

/** Names of the pods that have a DNS name by a headless Service. */
function governedPods(manifests: readonly Manifest[], service: string): readonly string[] {
  return workloadsOf(manifests)
    .filter(({ spec }) => spec.serviceName === service)
    .flatMap(({ name, spec }) => podNames(name, spec));
}

/** `<service>.<namespace>.svc`, optionally after a port name (SRV record) or a pod name, and before a port number. */
function addressPattern(namespace: string): RegExp {
  const pod = '(?:(?<pod>[a-z0-9-]+)\\.)??';
  return new RegExp(
    `(?:_(?<portName>[a-z0-9-]+)\\._tcp\\.|(?<![a-z0-9.-])${pod})(?<service>[a-z0-9-]+)\\.${namespace}\\.svc(?:\\.[a-z0-9.-]*[a-z0-9])?(?::(?<port>\\d+))?`,
    'g',
  );
}

/** Texts that can contain addresses: arguments, environment variables, and the files in ConfigMaps and Secrets. */
function texts(manifests: readonly Manifest[]): { key: string; text: string }[] {
  const inContainers = workloadsOf(manifests).flatMap(({ key, spec }) =>
    containersOf(spec.template).flatMap(({ name, args = [], env = [] }) =>
      [...args, ...env.flatMap(({ value }) => value ?? [])].map((text) => ({ key: `${key} container ${name}`, text })),
    ),
  );
  const inFiles = manifests
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .flatMap((manifest) =>
      [...stringsOf({ ...(manifest.data ?? {}), ...(manifest.stringData ?? {}) })].map(({ path, text }) => ({
        key: `${keyOf(manifest)} ${path}`,
        text,
      })),
    );
  return [...inContainers, ...inFiles];
}
