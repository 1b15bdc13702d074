import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import versions from '../versions.json';

/** A repository of an image that the stack runs, in the registry of its makers. */
export type Repository = keyof typeof versions;

/** Where images come from, and how exactly they are named. Their versions are those of `lib/versions.json`. */
export interface ImageOptions {
  /**
   * Registry that has a copy of every image, such as `example.azurecr.io` or `example.azurecr.io/mirror`, in place of
   * the makers' own: `quay.io/thanos/thanos` becomes `example.azurecr.io/thanos/thanos`.
   * @default - the registries of their makers
   */
  readonly registry?: string;
  /**
   * Digest (`sha256:...`) of the image of a repository, written behind its version. It alone then says what runs: a new
   * version needs a new one.
   * @default - none: the version says what runs
   */
  readonly digests?: Readonly<Partial<Record<Repository, `sha256:${string}`>>>;
  /**
   * Secrets of type `kubernetes.io/dockerconfigjson` that open the registry (`imagePullSecrets`), created outside of
   * synth in the namespace of the stack and in that of node-exporter.
   * @default - none: nodes may pull without, as on AKS with an attached registry
   */
  readonly pullSecrets?: readonly string[];
}

/** An image in the one version that the stack runs. */
export function imageOf(repository: Repository, { registry, digests }: ImageOptions = {}): string {
  const [, ...path] = repository.split('/');
  const name = registry === undefined ? repository : [registry, ...path].join('/');
  const digest = digests?.[repository];
  return `${name}:${versions[repository]}${digest === undefined ? '' : `@${digest}`}`;
}

/** What synth refuses among the options of the images. */
export function checkImages({ registry, digests = {}, pullSecrets }: ImageOptions, report: Report): void {
  if (registry !== undefined) {
    const pattern = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
    const rule = 'be a host, with a port or a path if need be, without scheme or a slash at the end';
    format.matches(report, 'registry', registry, pattern, rule);
  }
  for (const [repository, digest] of Object.entries(digests)) {
    const key = `digests.${repository}`;
    if (!Object.hasOwn(versions, repository)) {
      report.add(key, `be of one of ${Object.keys(versions).join(', ')}`, repository, 'correct or remove it');
    }
    format.matches(report, key, digest, /^sha256:[0-9a-f]{64}$/, 'be sha256: and 64 hexadecimal digits');
  }
  format.items(report, 'pullSecrets', pullSecrets).forEach((secret, index) => {
    format.objectName(report, `pullSecrets[${index}]`, secret, 'a Secret');
  });
}
