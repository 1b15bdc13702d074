import type { ComponentFacts } from '../components/definition';
import { type Connection, connections, destinationName } from './connections';
import { externals, isExternal } from './externals';

/**
 * The connections of a stack as a Mermaid flowchart; all scrapes of a component are one dotted arrow. Without DNS
 * queries, which every component sends.
 */
export function mermaid(running: readonly ComponentFacts[]): string {
  const { users, ...others } = externals;
  const titles = { users, ...Object.fromEntries(running.map(({ name, title }) => [name, title])), ...others };
  const arrows = connections(running)
    .filter(({ from, to }) => to !== 'dns' && from !== destinationName(to))
    .map(arrow);
  const named = Object.entries(titles).filter(([name]) => arrows.some(({ ends }) => ends.has(name)));
  const nodes = named.map(([name, title]) => (isExternal(name) ? `  ${name}([${title}])` : `  ${name}["${title}"]`));
  return ['flowchart LR', ...nodes, ...new Set(arrows.map(({ line }) => line))].join('\n');
}

function arrow({ from, to, through, purpose, scrape }: Connection) {
  const target = destinationName(to);
  const isAdditional = typeof to === 'object' && through?.additionalPorts?.includes(to);
  const address = through && `${through.name}:${isAdditional ? to.port : through.port}`;
  const label = scrape ? 'scrapes' : [purpose, address].filter(Boolean).join('<br/>');
  return { ends: new Set<string>([from, target]), line: `  ${from} ${scrape ? '-.->' : '-->'}|"${label}"| ${target}` };
}
