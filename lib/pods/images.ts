import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import versions from '../versions.json';

/** Repository of an image of the stack, with its public registry. */
export type Repository = keyof typeof versions;

/** Registry, digests and pull secrets of the images. Their versions are pinned in `lib/versions.json`. */
export interface ImageOptions {
  /**
   * Registry with a copy of every image, such as `example.azurecr.io` or `example.azurecr.io/mirror`. It replaces the
   * public registry: `quay.io/thanos/thanos` becomes `example.azurecr.io/thanos/thanos`.
   * @default - the public registries
   */
  readonly registry?: string;
  /**
   * Digest (`sha256:...`) of an image by repository, appended to its version. The container runtime then pulls by
   * digest and ignores the version, so a new version needs a new digest.
   * @default - none: images are pulled by version
   */
  readonly digests?: Readonly<Partial<Record<Repository, `sha256:${string}`>>>;
  /**
   * Secrets of type `kubernetes.io/dockerconfigjson` with credentials for the registry (`imagePullSecrets`), created
   * outside of synth in the namespace of the stack and in the namespace of node-exporter.
   * @default - none: nodes pull without a Secret, as on AKS with an attached registry
   */
  readonly pullSecrets?: readonly string[];
}

/** Reference of an image: registry, repository, version, and digest where one is set. */
export function imageOf(repository: Repository, { registry, digests }: ImageOptions = {}): string {
  const [, ...path] = repository.split('/');
  const name = registry === undefined ? repository : [registry, ...path].join('/');
  const digest = digests?.[repository];
  return `${name}:${versions[repository]}${digest === undefined ? '' : `@${digest}`}`;
}

/** Checks the options of the images. */
export function checkImages({ registry, digests = {}, pullSecrets }: ImageOptions, report: Report): void {
  if (registry !== undefined) {
    const pattern = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
    const rule = 'be a host, optionally with a port and a path, without scheme or trailing slash';
    format.matches(report, 'registry', registry, pattern, rule);
  }
  for (const [repository, digest] of Object.entries(digests)) {
    format.matches(
      report,
      `digests.${repository}`,
      digest,
      /^sha256:[0-9a-f]{64}$/,
      'be sha256: and 64 hexadecimal digits',
    );
  }
  format.items(report, 'pullSecrets', pullSecrets).forEach((secret, index) => {
    format.objectName(report, `pullSecrets[${index}]`, secret, 'a Secret');
  });
}
