import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { containersOf, keyOf, podNames, type ServiceSpec, stringsOf, workloadsOf } from './manifests';
import type { References } from './references';

/** Every address of this namespace that stands in a flag or a file leads to a Service and one of its ports. */
export function checkAddresses(
  manifests: readonly Manifest[],
  references: References,
  namespace: string,
  report: Report,
): void {
  const pattern = addressPattern(namespace);
  for (const { at, text } of places(manifests)) {
    // The expression is slow, and most of the text, dashboards among it, has no address.
    if (!text.includes(`.${namespace}.svc`)) continue;
    for (const { groups } of text.matchAll(pattern)) {
      const { pod, portName, service = '', port } = groups ?? {};
      const found = references.find('Service', service);
      if (found === 'external') continue;
      if (found === undefined) {
        const cure = `correct the address, or name Service/${service} in externalObjects`;
        report.add(at, 'lead to a Service of this environment', service, cure);
        continue;
      }
      const { ports } = found.spec as ServiceSpec;
      if (pod !== undefined && !governedPods(manifests, service).includes(pod)) {
        report.add(at, `name a pod that Service/${service} governs`, pod, 'correct its name or number');
      }
      if (portName !== undefined && !ports.some(({ name }) => name === portName)) {
        report.add(at, `name a port of Service/${service}`, `_${portName}._tcp`, 'use the name of its port');
      }
      if (port !== undefined && !ports.some((candidate) => candidate.port === Number(port))) {
        report.add(at, `name a port of Service/${service}`, port, `use ${ports.map((candidate) => candidate.port)}`);
      }
    }
  }
}

/** Every address of its own pod that stands in an argument leads to a port of that pod. */
export function checkOwnAddresses(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    const containers = containersOf(spec.template);
    const ports = containers.flatMap((container) => (container.ports ?? []).map(({ containerPort }) => containerPort));
    for (const { name, args = [] } of containers) {
      for (const [, port] of args.flatMap((argument) => [...argument.matchAll(/\/\/127\.0\.0\.1:(\d+)/g)])) {
        if (ports.includes(Number(port))) continue;
        report.add(`${key} container ${name}`, 'call a container port of its own pod', port, `use one of ${ports}`);
      }
    }
  }
}

/** Names of the pods that have one by a headless Service. */
function governedPods(manifests: readonly Manifest[], service: string): readonly string[] {
  return workloadsOf(manifests)
    .filter(({ spec }) => spec.serviceName === service)
    .flatMap(({ name, spec }) => podNames(name, spec));
}

/** `<service>.<namespace>.svc`, after a port name for SRV look-ups, or before a port number. */
function addressPattern(namespace: string): RegExp {
  const pod = '(?:(?<pod>[a-z0-9-]+)\\.)??';
  return new RegExp(
    `(?:_(?<portName>[a-z0-9-]+)\\._tcp\\.|(?<![a-z0-9.-])${pod})(?<service>[a-z0-9-]+)\\.${namespace}\\.svc(?:\\.[a-z0-9.-]*[a-z0-9])?(?::(?<port>\\d+))?`,
    'g',
  );
}

/** Texts in which addresses stand: arguments, variables, and the files in ConfigMaps and Secrets. */
function places(manifests: readonly Manifest[]): { at: string; text: string }[] {
  const inContainers = workloadsOf(manifests).flatMap(({ key, spec }) =>
    containersOf(spec.template).flatMap(({ name, args = [], env = [] }) =>
      [...args, ...env.flatMap(({ value }) => value ?? [])].map((text) => ({ at: `${key} container ${name}`, text })),
    ),
  );
  const inFiles = manifests
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .flatMap((manifest) =>
      [...stringsOf({ ...(manifest.data ?? {}), ...(manifest.stringData ?? {}) })].map(({ path, text }) => ({
        at: `${keyOf(manifest)} ${path}`,
        text,
      })),
    );
  return [...inContainers, ...inFiles];
}
