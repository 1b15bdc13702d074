import { type Component, type Connection, connections, listeners, type Outsider } from './wiring';

const titles: Readonly<Record<Component | Outsider, string>> = {
  prometheus: 'Prometheus x3<br/>with Thanos sidecar',
  'thanos-query': 'Thanos Query x2',
  'thanos-store': 'Thanos Store Gateway',
  azurite: 'Azurite',
  people: 'People, Grafana',
  kubernetes: 'API server, kubelets, annotated pods',
  'azure-blob': 'Azure Blob Storage<br/>container metrics',
};

/** The connections of a stack as a Mermaid flowchart; scrapes of one component are one dotted arrow. */
export function mermaid(objectStorage: 'azurite' | 'azure-blob'): string {
  const arrows = connections(objectStorage).map(arrow);
  const named = Object.entries(titles).filter(([name]) => arrows.some(({ ends }) => ends.has(name)));
  const nodes = named.map(([name, title]) => (name in outside ? `  ${name}([${title}])` : `  ${name}["${title}"]`));
  return ['flowchart LR', ...nodes, ...new Set(arrows.map(({ line }) => line))].join('\n');
}

const outside: Readonly<Record<Outsider, true>> = { people: true, kubernetes: true, 'azure-blob': true };

function arrow({ from, to, through, purpose, scrape }: Connection) {
  const target = to in listeners ? listeners[to as keyof typeof listeners].component : to;
  const address = through && `${through.name}:${through.port}`;
  const label = scrape ? 'scrapes' : [purpose, address].filter(Boolean).join('<br/>');
  return { ends: new Set<string>([from, target]), line: `  ${from} ${scrape ? '-.->' : '-->'}|"${label}"| ${target}` };
}
