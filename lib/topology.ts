import { type Connection, calleeOf, connections } from './connections';
import { type Component, listeners, type Outsider } from './wiring';

const titles: Readonly<Record<Component | Outsider, string>> = {
  people: 'People',
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
  azurite: 'Azurite',
  kubernetes: 'API server, kubelets, annotated pods',
  'object-storage': 'Object storage<br/>container metrics',
  receivers: 'E-mail, chat, on-call',
};

const outside: Readonly<Record<Outsider, true>> = {
  people: true,
  kubernetes: true,
  'object-storage': true,
  receivers: true,
};

/** The connections of a stack as a Mermaid flowchart; scrapes of one component are one dotted arrow. */
export function mermaid(components: readonly Component[]): string {
  const arrows = connections(components)
    .filter(({ from, to }) => from !== calleeName(to))
    .map(arrow);
  const named = Object.entries(titles).filter(([name]) => arrows.some(({ ends }) => ends.has(name)));
  const nodes = named.map(([name, title]) => (name in outside ? `  ${name}([${title}])` : `  ${name}["${title}"]`));
  return ['flowchart LR', ...nodes, ...new Set(arrows.map(({ line }) => line))].join('\n');
}

function arrow({ from, to, through, purpose, scrape }: Connection) {
  const target = calleeName(to);
  const address = through && `${through.name}:${through.port}`;
  const label = scrape ? 'scrapes' : [purpose, address].filter(Boolean).join('<br/>');
  return { ends: new Set<string>([from, target]), line: `  ${from} ${scrape ? '-.->' : '-->'}|"${label}"| ${target}` };
}

function calleeName(to: Connection['to']): Component | Outsider {
  return to in listeners ? calleeOf(to as keyof typeof listeners) : (to as Outsider);
}
