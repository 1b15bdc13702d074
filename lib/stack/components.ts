import type { Component } from '../components/definition';
import { ownText } from '../kit/credentials/own-texts';
import type { IdentityLabels } from '../kit/identity-labels';
import { type DashboardFile, filesOf, sharedDashboards, withoutEmptyPanels } from '../monitoring/dashboards';
import { withClusterLabel } from '../monitoring/dashboards/cluster-label';
import type { Dashboard } from '../monitoring/dashboards/model';
import { overview } from '../monitoring/dashboards/overview';
import { type RuleTexts, sharedRules } from '../monitoring/rules';
import type { Environment } from './environment';
import { registry } from './registry';

/** The components of an environment, and their dashboards and rule files. */

/**
 * The built-in components. Their functions read keys of `Environment`: this line does not compile if one is missing.
 */
export const builtInComponents: readonly Component<Environment>[] = registry;

/** All components of an environment: the built-in and the additional ones. */
export function componentsOf({ components: added = [] }: Environment): readonly Component<Environment>[] {
  return Array.isArray(added) ? [...builtInComponents, ...added.filter(isComponent)] : builtInComponents;
}

/** Whether a value is a component: an environment in JavaScript has no type check. */
export function isComponent(value: unknown): value is Component {
  const { name, title, key, ports, ...functions } = Object(value) as Record<string, unknown>;
  const { runs, replicas, flags, check, build } = functions;
  const isNamed = [name, title, key].every((text) => typeof text === 'string');
  return isNamed && Object(ports) === ports && [runs, replicas, flags, check, build].every(isFunction);
}

/** Whether a component has a certificate where the environment has TLS. */
export function hasCertificate({ ports }: Pick<Component, 'ports'>): boolean {
  return Object.values(ports).some(({ tls }) => tls !== undefined);
}

/** Whether the pods of a component run in the network of their node. */
export function isOnNode({ ports }: Pick<Component, 'ports'>): boolean {
  return Object.values(ports).some(({ onNode }) => onNode);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** The dashboards of these components, and those that belong to no component. */
export function dashboardsOf(components: readonly Pick<Component, 'dashboards' | 'overview'>[]): readonly Dashboard[] {
  return [
    overview(components.flatMap((component) => component.overview ?? [])),
    ...components.flatMap(({ dashboards = [] }) => dashboards),
    ...sharedDashboards,
  ];
}

/** The rule files of these components, and those that belong to no component, by name. */
export function rulesOf(components: readonly Pick<Component, 'rules'>[]): RuleTexts {
  const all = Object.entries(Object.assign({}, sharedRules, ...components.map(({ rules = {} }) => rules)) as RuleTexts);
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether none of these components is of a user. */
export function isBuiltIn(components: readonly Component<Environment>[]): boolean {
  return components.every((component) => builtInComponents.includes(component));
}

interface Rendered {
  readonly components: readonly unknown[];
  readonly files: readonly DashboardFile[];
}

const rendered = new Map<string, Rendered>();

/** The dashboards of an environment with these components, as files; rendered once for all such environments. */
export function dashboardFilesOf(
  running: readonly Component<Environment>[],
  { cluster }: IdentityLabels,
): readonly DashboardFile[] {
  const names = running.map(({ name }) => name);
  const key = [...names, cluster].join();
  const found = rendered.get(key);
  if (found?.components.every((component, index) => component === running[index])) return found.files;
  const files = filesOf(withoutEmptyPanels(dashboardsOf(running), names).map((one) => withClusterLabel(one, cluster)));
  if (isBuiltIn(running)) for (const { json } of files) ownText(json);
  rendered.set(key, { components: running, files });
  return files;
}
