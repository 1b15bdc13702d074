/** Labels of an object, or the labels that a selector matches. */
export type Labels = Readonly<Record<string, string>>;

/** A rendered Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly [field: string]: unknown;
}

/** Objects of one environment by file name, such as `prometheus.k8s.yaml`. */
export type Rendered = ReadonlyMap<string, readonly Manifest[]>;

/** All objects of all files. */
export function manifestsOf(rendered: Rendered): readonly Manifest[] {
  return [...rendered.values()].flat();
}
