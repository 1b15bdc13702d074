import type { ComponentFacts } from '../components/definition';
import type { Report } from '../kit/report';
import { builtInComponents, isComponent } from './components';
import { neededBy } from './connections';
import type { Resolved } from './resolved';

/** Reports additional components that synth refuses, and components without those that they need. */
export function checkComponents(resolved: Resolved, report: Report): void {
  checkAdded(resolved, report);
  checkNeeds(resolved, report);
}

function checkAdded({ environment }: Resolved, report: Report): void {
  const taken = new Set(builtInComponents.flatMap(namesOf));
  const added: unknown = environment.components ?? [];
  if (!Array.isArray(added)) report.add('components', 'be a list', added, 'put it in brackets');
  (Array.isArray(added) ? added : []).forEach((component: unknown, index) => {
    const key = `components[${index}]`;
    if (!isComponent(component)) {
      report.add(key, 'be made by defineComponent', component, 'call the function that makes it');
      return;
    }
    const own = namesOf(component);
    if (own.some((name) => taken.has(name))) {
      const rule = 'have a name, ports, rule files and dashboards of its own';
      report.add(key, rule, component.name, 'rename it');
    }
    for (const name of own) taken.add(name);
  });
}

/** Names of the objects, options and files of a component, which must be unique. */
function namesOf({ name, ports, rules = {}, dashboards = [] }: ComponentFacts): readonly string[] {
  return [
    `component ${name}`,
    ...Object.keys(ports).map((port) => `port ${port}`),
    ...Object.keys(rules).map((file) => `rule file ${file}`),
    ...dashboards.map((dashboard) => `dashboard ${dashboard.name}`),
  ];
}

/** A connection to a component that does not run would fail, without a NetworkPolicy that allows it. */
function checkNeeds({ running, components }: Resolved, report: Report): void {
  for (const component of running) {
    for (const needed of neededBy(component)) {
      if (running.some(({ name }) => name === needed)) continue;
      const key = components.find(({ name }) => name === needed)?.key ?? needed;
      // A required key that is missing has been reported already.
      if (report.problems.some((problem) => problem.key === key)) continue;
      const rule = `run together with ${needed}, which it requires`;
      report.add(component.key, rule, component.name, `add ${key}, or remove it`);
    }
  }
}
