import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { serviceAccountPath } from '../kit/names';
import type { VolumeOptions } from '../kit/resources';
import type { Quantity } from '../kit/units';
import { type SecretSource, sourceOf } from './secret-source';

/** A volume of a pod, and its mount in a container. */
export interface MountedVolume {
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;
}

/** A PersistentVolumeClaim, or a claim template of a StatefulSet. */
export function volumeClaim(
  metadata: k8s.ObjectMeta,
  { size, storageClassName }: VolumeOptions,
): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: k8s.Quantity.fromString(size) } },
      ...(storageClassName === undefined ? {} : { storageClassName }),
    },
  };
}

/** A folder with the lifetime of its pod. The kubelet evicts the pod above the limit. */
export function emptyDir(name: string, mountPath: string, sizeLimit: Quantity): MountedVolume {
  return {
    volume: { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeLimit) } },
    mount: { name, mountPath },
  };
}

/** The keys of a ConfigMap as files. Not with `subPath`: the kubelet does not update files that are mounted by it. */
export function configMapFiles(name: string, configMap: string, mountPath: string): MountedVolume {
  return { volume: { name, configMap: { name: configMap } }, mount: { name, mountPath, readOnly: true } };
}

/** The keys of a Secret as files: the given ones, or all without `keys`. */
export function secretFiles(
  name: string,
  secretName: string,
  mountPath: string,
  keys: readonly string[] = [],
): MountedVolume {
  const items = keys.map((key) => ({ key, path: key }));
  return {
    volume: { name, secret: { secretName, ...(items.length > 0 ? { items } : {}) } },
    mount: { name, mountPath, readOnly: true },
  };
}

/**
 * The keys of a Secret with credentials as files: from the Secret, or directly from the key vault. The CSI driver could
 * also create a Secret, but it would exist only while a pod mounts the volume, so the files are mounted instead.
 */
export function credentialFiles(
  name: string,
  secretName: string,
  mountPath: string,
  { secrets }: { readonly secrets?: SecretSource },
): MountedVolume {
  const files = secretFiles(name, secretName, mountPath);
  if (sourceOf(secretName, secrets)?.type !== 'key-vault') return files;
  const volumeAttributes = { secretProviderClass: secretName };
  return { ...files, volume: { name, csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes } } };
}

/** Token, CA and namespace of the ServiceAccount, for a container that uses the API server. */
export const kubernetesApi: MountedVolume = {
  volume: {
    name: 'kubernetes-api',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        // Read by a discovery with `namespaces.own_namespace`.
        { downwardApi: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  },
  mount: { name: 'kubernetes-api', mountPath: serviceAccountPath, readOnly: true },
};
