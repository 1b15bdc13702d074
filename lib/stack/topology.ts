import { type Connection, calleeOf, connections, isOutsider, outsiders } from './connections';
import type { Component, Outsider } from './wiring';

const { people, ...others } = outsiders;

const titles: Readonly<Record<Component | Outsider, string>> = {
  people,
  grafana: 'Grafana',
  'thanos-query-frontend': 'Thanos Query Frontend x2',
  'thanos-query': 'Thanos Query x2',
  prometheus: 'Prometheus x3<br/>with Thanos sidecar',
  'thanos-store': 'Thanos Store Gateway x2',
  'thanos-compactor': 'Thanos Compactor',
  'thanos-ruler': 'Thanos Ruler x2',
  alertmanager: 'Alertmanager x3',
  'kube-state-metrics': 'kube-state-metrics',
  'node-exporter': 'node-exporter<br/>on every node',
  'oauth2-proxy': 'oauth2-proxy x2',
  azurite: 'Azurite',
  ...others,
};

/**
 * The connections of a stack as a Mermaid flowchart; scrapes of one component are one dotted arrow. Look-ups of names are
 * left out: an arrow from everything would say nothing.
 */
export function mermaid(components: readonly Component[]): string {
  const arrows = connections(components)
    .filter(({ from, to }) => to !== 'dns' && from !== calleeOf(to))
    .map(arrow);
  const named = Object.entries(titles).filter(([name]) => arrows.some(({ ends }) => ends.has(name)));
  const nodes = named.map(([name, title]) =>
    isOutsider(name as Component | Outsider) ? `  ${name}([${title}])` : `  ${name}["${title}"]`,
  );
  return ['flowchart LR', ...nodes, ...new Set(arrows.map(({ line }) => line))].join('\n');
}

function arrow({ from, to, through, purpose, scrape }: Connection) {
  const target = calleeOf(to);
  const address = through && `${through.name}:${through.port}`;
  const label = scrape ? 'scrapes' : [purpose, address].filter(Boolean).join('<br/>');
  return { ends: new Set<string>([from, target]), line: `  ${from} ${scrape ? '-.->' : '-->'}|"${label}"| ${target}` };
}
