import { parse } from 'yaml';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import {
  containersOf,
  type KeyReference,
  keyOf,
  type Volume,
  variablesIn,
  type Workload,
  workloadsOf,
} from './manifests';

/** Objects that Kubernetes creates in every namespace. */
const createdByKubernetes = ['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default'];

/** Resolves references by name between objects. A referenced object must be rendered, or be declared external. */
export class References {
  private readonly objects = new Map<string, Manifest>();
  private readonly external: ReadonlySet<string>;

  constructor(
    private readonly manifests: readonly Manifest[],
    externalObjects: readonly string[],
    private readonly report: Report,
  ) {
    this.external = new Set([...createdByKubernetes, ...externalObjects]);
    for (const manifest of manifests) {
      const key = keyOf(manifest);
      if (this.objects.has(key)) report.add(key, 'be unique', 'two objects with this name', 'rename one of them');
      this.objects.set(key, manifest);
    }
    for (const secret of manifests.flatMap(secretsCreatedFor)) this.objects.set(keyOf(secret), secret);
  }

  /** The object of a kind and name; `'external'` if it is declared external; otherwise `undefined`. */
  find(kind: string, name: string): Manifest | 'external' | undefined {
    return this.objects.get(`${kind}/${name}`) ?? (this.external.has(`${kind}/${name}`) ? 'external' : undefined);
  }

  /** Checks the references of all objects and adds the problems to the report. */
  check(): void {
    for (const manifest of this.manifests) this.checkNamespace(manifest);
    for (const workload of workloadsOf(this.manifests)) this.checkWorkload(workload);
    for (const manifest of this.manifests) this.checkBinding(manifest);
  }

  private resolve(from: string, field: string, kind: string, name: string): Manifest | undefined {
    const found = this.find(kind, name);
    if (found === undefined) {
      const cure = `create ${kind}/${name}, or name it in externalObjects`;
      this.report.add(`${from} ${field}`, 'name an object of this environment', `${kind}/${name}`, cure);
    }
    return found === 'external' ? undefined : found;
  }

  private checkNamespace(manifest: Manifest): void {
    const { namespace } = manifest.metadata;
    if (namespace !== undefined) this.resolve(keyOf(manifest), 'metadata.namespace', 'Namespace', namespace);
  }

  private checkWorkload({ key, spec }: Workload): void {
    const pod = spec.template.spec;
    this.resolve(key, 'serviceAccountName', 'ServiceAccount', pod.serviceAccountName ?? 'default');
    if (spec.serviceName !== undefined) {
      const service = this.resolve(key, 'serviceName', 'Service', spec.serviceName);
      const clusterIP = (service?.spec as { clusterIP?: string } | undefined)?.clusterIP;
      if (service && clusterIP !== 'None') {
        this.report.add(`${key} serviceName`, 'name a headless Service', spec.serviceName, 'set its clusterIP to None');
      }
    }
    for (const volume of pod.volumes ?? []) this.checkVolume(key, volume);
    for (const { name, args, env = [] } of containersOf(spec.template)) {
      for (const variable of variablesIn(args)) {
        if (env.some((known) => known.name === variable)) continue;
        const rule = 'name only environment variables of the container in its arguments';
        this.report.add(
          `${key} container ${name}`,
          rule,
          `$(${variable})`,
          'add the variable, or the kubelet passes the text unchanged',
        );
      }
      for (const { valueFrom } of env) {
        const field = `container ${name} env`;
        if (valueFrom?.secretKeyRef) this.checkKey(key, field, 'Secret', valueFrom.secretKeyRef);
        if (valueFrom?.configMapKeyRef) this.checkKey(key, field, 'ConfigMap', valueFrom.configMapKeyRef);
      }
    }
  }

  private checkVolume(from: string, volume: Volume): void {
    const field = `volume ${volume.name}`;
    const { secretProviderClass } = volume.csi?.volumeAttributes ?? {};
    const sources = [
      ...(volume.configMap ? [{ kind: 'ConfigMap', ...volume.configMap }] : []),
      ...(volume.secret ? [{ kind: 'Secret', ...volume.secret, name: volume.secret.secretName }] : []),
      ...(secretProviderClass ? [{ kind: 'SecretProviderClass', name: secretProviderClass }] : []),
      ...(volume.projected?.sources ?? []).flatMap(({ configMap }) =>
        configMap ? [{ kind: 'ConfigMap', ...configMap }] : [],
      ),
    ];
    for (const { kind, name, items } of sources) {
      if (!items) this.resolve(from, field, kind, name);
      for (const { key } of items ?? []) this.checkKey(from, field, kind, { name, key });
    }
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined) this.resolve(from, field, 'PersistentVolumeClaim', claim);
  }

  private checkKey(from: string, field: string, kind: string, { name, key, optional }: KeyReference): void {
    // The pod also starts without an optional object, so it need not exist.
    if (optional && this.find(kind, name) === undefined) return;
    const object = this.resolve(from, field, kind, name);
    if (object && !dataKeysOf(object).includes(key)) {
      this.report.add(`${from} ${field}`, `name a key of ${kind}/${name}`, key, `add the key or correct the name`);
    }
  }

  private checkBinding(manifest: Manifest): void {
    if (!['RoleBinding', 'ClusterRoleBinding'].includes(manifest.kind)) return;
    const { roleRef, subjects } = manifest as unknown as {
      readonly roleRef: { readonly kind: string; readonly name: string };
      readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
    };
    const key = keyOf(manifest);
    this.resolve(key, 'roleRef', roleRef.kind, roleRef.name);
    for (const { kind, name } of subjects) this.resolve(key, 'subjects', kind, name);
  }
}

/** Keys of a ConfigMap or Secret, or files of a SecretProviderClass. */
export function dataKeysOf({ kind, spec, data, stringData, binaryData }: Manifest): string[] {
  if (kind === 'SecretProviderClass') return filesOf(spec as SecretProviderClassSpec);
  return [data, stringData, binaryData].flatMap((values) => Object.keys(values ?? {}));
}

interface SecretProviderClassSpec {
  readonly parameters: { readonly objects: string };
}

function filesOf({ parameters }: SecretProviderClassSpec): string[] {
  const { array } = parse(parameters.objects) as { readonly array: readonly string[] };
  return array.map((object) => (parse(object) as { readonly objectAlias: string }).objectAlias);
}

interface ExternalSecretSpec {
  readonly target: { readonly name: string };
  readonly data: readonly { readonly secretKey: string }[];
}

/** The Secret that the External Secrets Operator creates for an ExternalSecret, with its keys and without values. */
function secretsCreatedFor({ kind, spec, metadata }: Manifest): readonly Manifest[] {
  if (kind !== 'ExternalSecret') return [];
  const { target, data } = spec as ExternalSecretSpec;
  const keys = data.map(({ secretKey }) => [secretKey, ''] as const);
  return [{ apiVersion: 'v1', kind: 'Secret', metadata: { ...metadata, ...target }, data: Object.fromEntries(keys) }];
}
