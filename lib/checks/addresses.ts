import type { Manifest } from '../manifest';
import { containersOf, keyOf, type ServiceSpec, stringsOf, workloadsOf } from './manifests';
import type { References } from './references';
import type { Report } from './report';

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
      const { portName, service = '', port } = groups ?? {};
      const found = references.find('Service', service);
      if (found === 'external') continue;
      if (found === undefined) {
        const cure = `correct the address, or name Service/${service} in externalObjects`;
        report.add(at, 'lead to a Service of this environment', service, cure);
        continue;
      }
      const { ports } = found.spec as ServiceSpec;
      if (portName !== undefined && !ports.some(({ name }) => name === portName)) {
        report.add(at, `name a port of Service/${service}`, `_${portName}._tcp`, 'use the name of its port');
      }
      if (port !== undefined && !ports.some((candidate) => candidate.port === Number(port))) {
        report.add(at, `name a port of Service/${service}`, port, `use ${ports.map((candidate) => candidate.port)}`);
      }
    }
  }
}

/** `<service>.<namespace>.svc`, after a port name for SRV look-ups, or before a port number. */
function addressPattern(namespace: string): RegExp {
  const pod = '(?:[a-z0-9-]+\\.)??';
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
