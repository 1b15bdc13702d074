import type { Quantity } from './units';

/** CPU and memory of one container, in the terms of Kubernetes. */
export interface Resources {
  /** What the scheduler sets aside. CPU in cores (`100m`), memory in bytes (`256Mi`). */
  readonly requests: { readonly cpu: Quantity; readonly memory: Quantity };
  /** Where CPU is throttled and where the container is killed for memory. */
  readonly limits: { readonly cpu: Quantity; readonly memory: Quantity };
}

/** A persistent volume that each replica claims for itself. */
export interface VolumeOptions {
  /** Size in bytes, such as `100Gi`. Kubernetes lets a claim grow, never shrink. */
  readonly size: Quantity;
  /**
   * StorageClass of the claim (`spec.storageClassName`).
   * @default - the cluster's default StorageClass
   */
  readonly storageClassName?: string;
}
