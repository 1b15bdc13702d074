import type { Environment } from '../../lib';
import { componentsOf, shared } from '../../lib/stack/composition';
import { isServed, type Listener, listeners } from '../../lib/stack/wiring';

/** Jobs that scrape the components of an environment, sorted. */
export function jobsOf(environment: Environment): readonly string[] {
  const components = componentsOf(environment);
  const served = Object.values<Listener>(listeners).filter(
    (listener) => components.includes(listener.component) && isServed(listener, shared(environment)),
  );
  return [...new Set(served.flatMap(({ job }) => job ?? []))].sort();
}
