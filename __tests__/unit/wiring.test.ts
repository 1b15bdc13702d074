import { expect, test } from '@jest/globals';
import { componentJobs } from '../../lib/scrape-jobs';
import { mermaid } from '../../lib/topology';
import { connections, listeners } from '../../lib/wiring';
import { minimal } from '../support/environments';
import { objectsOf } from '../support/rendered';

const location = { namespace: 'monitoring', clusterDomain: 'cluster.local' };

test('Services keep the names and ports that their users know', () => {
  const services = objectsOf(minimal)
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }) => {
      const { clusterIP, ports } = spec as { clusterIP?: string; ports: { port: number; targetPort: number }[] };
      return `${metadata.name}:${ports[0]?.port} to ${ports[0]?.targetPort}${clusterIP === 'None' ? ', headless' : ''}`;
    });
  expect(services).toEqual([
    'prometheus:9090 to 9090, headless',
    'prometheus-0-service:8080 to 9090',
    'prometheus-1-service:8080 to 9090',
    'prometheus-2-service:8080 to 9090',
    'thanos-querier:9090 to 10902',
    'thanos-store-gateway:10901 to 10901, headless',
    'thanos-store:10902 to 10902, headless',
  ]);
});

test('a component is scraped at the named port of its own pods, and at no other', () => {
  const [job] = componentJobs(['thanos-query'], location);
  expect(job).toMatchObject({
    job_name: 'thanos-query',
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['monitoring'] } }],
  });
  expect(job?.relabel_configs).toContainEqual({
    source_labels: [
      '__meta_kubernetes_pod_label_app_kubernetes_io_part_of',
      '__meta_kubernetes_pod_label_app_kubernetes_io_name',
      '__meta_kubernetes_pod_container_port_name',
    ],
    regex: 'cdk8s-thanos;thanos-query;http',
    action: 'keep',
  });
});

test('every listener is called by somebody, or is there for those who come later', () => {
  const called = new Set(connections('azurite').map(({ to }) => to));
  expect(Object.keys(listeners).filter((listener) => !called.has(listener as keyof typeof listeners))).toEqual([
    'queryStoreApi',
  ]);
});

test('the diagram shows the object storage of the environment and no other', () => {
  expect(mermaid('azurite')).toContain('azurite["Azurite"]');
  expect(mermaid('azurite')).not.toContain('azure-blob');
  expect(mermaid('azure-blob')).not.toContain('azurite');
});
