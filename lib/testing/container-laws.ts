import { type Container, containersOf, type Probe, workloadsOf } from '../checks/manifests';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { amount } from '../kit/units';

interface Strict extends Container {
  readonly restartPolicy?: string;
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

/** Every container satisfies `restricted` pod security and has a fixed version, requests, limits and probes. */
export function containerLaws(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    const volumes = spec.template.spec.volumes ?? [];
    const ofNode = new Set(volumes.filter(({ hostPath }) => hostPath).map(({ name }) => name));
    for (const one of containersOf(spec.template)) {
      const container = one as Strict;
      const at = `${key} container ${container.name}`;
      checkSecurity(container, at, report);
      checkImage(container, at, report);
      checkResources(container, at, report);
      checkMounts(container, ofNode, at, report);
      checkVariables(container, at, report);
      checkProbes(container, (spec.template.spec.initContainers ?? []).includes(one), at, report);
    }
  }
}

function checkSecurity({ securityContext = {} }: Strict, at: string, report: Report): void {
  const { privileged = false, allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities = {} } = securityContext;
  const must = (field: string, value: unknown, wanted: boolean) => {
    if (value !== wanted) report.add(`${at} securityContext.${field}`, `be ${wanted}`, value, 'set it');
  };
  must('privileged', privileged, false);
  must('allowPrivilegeEscalation', allowPrivilegeEscalation, false);
  must('readOnlyRootFilesystem', readOnlyRootFilesystem, true);
  const { drop = [], add = [] } = capabilities;
  if (!drop.includes('ALL')) report.add(`${at} capabilities.drop`, 'have ALL', drop, 'set it');
  if (add.length > 0) report.add(`${at} capabilities.add`, 'be left out', add, 'remove it');
}

function checkImage({ image }: Container, at: string, report: Report): void {
  const [, tag, digest] = /^[^@]*?(?::([^:/@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image) ?? [];
  if (tag === 'latest' || (tag === undefined && digest === undefined)) {
    report.add(`${at} image`, 'have a tag other than latest, or a digest', image, 'name a version');
  }
}

/** Ephemeral storage is limited too: a container that fills the disk of its node evicts every pod on it. */
function checkResources({ resources }: Container, at: string, report: Report): void {
  for (const list of ['requests', 'limits'] as const) {
    for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
      const value = resources?.[list]?.[resource];
      if (amount(value ?? '') > 0) continue;
      report.add(`${at} resources.${list}.${resource}`, 'be a positive quantity', value, 'set it');
    }
  }
}

function checkMounts({ volumeMounts = [] }: Strict, ofNode: ReadonlySet<string>, at: string, report: Report): void {
  for (const { name, mountPath, readOnly, subPath, subPathExpr } of volumeMounts) {
    const path = subPath ?? subPathExpr;
    if (path !== undefined) {
      const rule = 'have no subPath: the file would not follow a change of its ConfigMap';
      report.add(`${at} volumeMounts ${mountPath}`, rule, path, 'mount the whole volume');
    }
    if (ofNode.has(name) && readOnly !== true) {
      report.add(`${at} volumeMounts ${mountPath}`, 'be read-only: it is a path of the node', readOnly, 'set readOnly');
    }
  }
}

/** Names of variables with credentials. `AZURE_TOKEN_CREDENTIALS` selects a kind of credential. */
const credential = /PASSWORD|SECRET|TOKEN(?!_CREDENTIALS$)|KEY/;

const path = /^(\/[\w.-]+)+$/;

function checkVariables({ env = [] }: Container, at: string, report: Report): void {
  for (const { name, value } of env) {
    if (value === undefined || !credential.test(name) || path.test(value)) continue;
    const rule = 'hold no credential, but the path of a file with one';
    report.add(`${at} env ${name}`, rule, '(not shown)', 'mount a key of a Secret and name its path');
  }
}

function checkProbes(
  { readinessProbe, livenessProbe, restartPolicy }: Strict,
  isInit: boolean,
  at: string,
  report: Report,
): void {
  // An init container that ends has no probe; a native sidecar has both.
  if (isInit && restartPolicy !== 'Always') {
    if (!readinessProbe && !livenessProbe) return;
    report.add(`${at} restartPolicy`, 'be Always: an init container with a probe never ends', restartPolicy, 'set it');
  }
  const handler = ({ httpGet, tcpSocket }: Probe = {}) => httpGet ?? tcpSocket;
  for (const [name, probe] of Object.entries({ readinessProbe, livenessProbe })) {
    if (!handler(probe)) report.add(`${at} ${name}`, 'be an httpGet or tcpSocket', probe, 'add one');
  }
  if (readinessProbe && JSON.stringify(readinessProbe) === JSON.stringify(livenessProbe)) {
    const cure = 'let it forgive more: a container that is not ready need not be restarted';
    report.add(`${at} livenessProbe`, 'differ from readinessProbe', livenessProbe, cure);
  }
}
