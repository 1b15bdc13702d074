import { type Environment, manifestsOf, type Repository, render } from '../lib';
import { containersOf, workloadsOf } from '../lib/checks/manifests';
import { imageOf } from '../lib/pods/images';
import versions from '../lib/versions.json';
import { cloud, emulated, guarded } from './documented-environments';
import { table } from './markdown';

/** The list of images, rendered from their versions and from the containers of the environments. */

/** Publisher and source of an image. */
interface Origin {
  readonly publisher: string;
  /** SPDX identifier of the program's license. */
  readonly license: string;
  /** Repository of the program, on github.com. */
  readonly source: string;
}

const origins: Readonly<Record<Repository, Origin>> = {
  'quay.io/prometheus/prometheus': prometheusProject('prometheus'),
  'quay.io/prometheus/alertmanager': prometheusProject('alertmanager'),
  'quay.io/prometheus/node-exporter': prometheusProject('node_exporter'),
  'quay.io/prometheus-operator/prometheus-config-reloader': {
    publisher: 'Prometheus Operator',
    license: 'Apache-2.0',
    source: 'prometheus-operator/prometheus-operator',
  },
  'quay.io/thanos/thanos': { publisher: 'Thanos (CNCF)', license: 'Apache-2.0', source: 'thanos-io/thanos' },
  'registry.k8s.io/kube-state-metrics/kube-state-metrics': {
    publisher: 'Kubernetes (CNCF)',
    license: 'Apache-2.0',
    source: 'kubernetes/kube-state-metrics',
  },
  'docker.io/grafana/grafana': { publisher: 'Grafana Labs', license: 'AGPL-3.0-only', source: 'grafana/grafana' },
  'quay.io/oauth2-proxy/oauth2-proxy': {
    publisher: 'OAuth2 Proxy',
    license: 'MIT',
    source: 'oauth2-proxy/oauth2-proxy',
  },
  'docker.io/library/haproxy': {
    publisher: 'Docker Official Images',
    license: 'GPL-2.0-or-later',
    source: 'haproxy/haproxy',
  },
  'docker.io/library/memcached': {
    publisher: 'Docker Official Images',
    license: 'BSD-3-Clause',
    source: 'memcached/memcached',
  },
  'mcr.microsoft.com/azure-storage/azurite': { publisher: 'Microsoft', license: 'MIT', source: 'Azure/Azurite' },
};

function prometheusProject(name: string): Origin {
  return { publisher: 'Prometheus (CNCF)', license: 'Apache-2.0', source: `prometheus/${name}` };
}

/** docs/reference/images.md */
export function imagesReference(): string {
  const repositories = Object.keys(versions) as Repository[];
  const used = usersOf([cloud, guarded, emulated]);
  const rows = repositories.map((repository) => {
    const { publisher, license, source } = origins[repository];
    const users = [...(used.get(imageOf(repository)) ?? [])].map((user) => `\`${user}\``);
    const link = `[${source}](https://github.com/${source})`;
    return [`\`${repository}\``, `\`${versions[repository]}\``, users.join(', '), publisher, license, link];
  });
  return [
    '# Images',
    '',
    'Rendered from `lib/versions.json` and from what the components run by `npm run docs`. An environment runs those of its',
    'components, by version. `renovate.json` proposes newer versions.',
    '',
    ...table(['image', 'version', 'containers', 'publisher', 'license', 'source'], rows),
    '',
    '## Digests, and a private registry',
    '',
    '`images` of an environment sets a registry with copies of the images, and digests:',
    '',
    '```ts',
    'images: {',
    "  registry: 'example.azurecr.io/mirror',",
    "  digests: { 'quay.io/thanos/thanos': 'sha256:...' },",
    '},',
    '```',
    '',
    'Read the digest of an image, and its list of packages, from the image:',
    '',
    '```sh',
    `docker buildx imagetools inspect ${imageOf('quay.io/thanos/thanos')} --format '{{.Manifest.Digest}}'`,
    `syft scan registry:${imageOf('quay.io/thanos/thanos')} --output spdx-json`,
    '```',
    '',
  ].join('\n');
}

/** Names of the containers that run an image, by the image. */
function usersOf(all: readonly Environment[]): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const environment of all) {
    const containers = workloadsOf(manifestsOf(render(environment).rendered)).flatMap(({ spec }) =>
      containersOf(spec.template),
    );
    for (const { name, image } of containers) users.set(image, (users.get(image) ?? new Set()).add(name));
  }
  return users;
}
