import type { Quantity } from './units';

/** CPU and memory of one container (`resources`). */
export interface Resources {
  /** What the scheduler reserves on the node. CPU in cores (`100m`), memory in bytes (`256Mi`). */
  readonly requests: { readonly cpu: Quantity; readonly memory: Quantity };
  /** Above its CPU limit a container is throttled, above its memory limit it is OOMKilled. */
  readonly limits: { readonly cpu: Quantity; readonly memory: Quantity };
}

/** The persistent volume of each replica. */
export interface VolumeOptions {
  /** Size in bytes, such as `100Gi`. A claim can be enlarged, never reduced. */
  readonly size: Quantity;
  /**
   * StorageClass of the claim (`spec.storageClassName`).
   * @default - the default StorageClass of the cluster
   */
  readonly storageClassName?: string;
}
