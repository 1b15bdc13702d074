import { parse } from 'yaml';
import { type Environment, type Manifest, manifestsOf, render } from '../../lib';
import {
  type Container,
  containersOf,
  keyOf,
  type Labels,
  type Workload,
  workloadsOf,
} from '../../lib/checks/manifests';

/** Environments do not change, and tests write the same one more than once: each is rendered once in a file of tests. */
const byObject = new WeakMap<Environment, readonly Manifest[]>();
const byContent = new Map<string, readonly Manifest[]>();

/** All objects of an environment; fails when it has a problem. */
export function objectsOf(environment: Environment): readonly Manifest[] {
  const known = byObject.get(environment);
  if (known) return known;
  const content = JSON.stringify(environment, (_, value: unknown) => (value === undefined ? '(undefined)' : value));
  const objects = byContent.get(content) ?? renderedObjects(environment);
  byContent.set(content, objects);
  byObject.set(environment, objects);
  return objects;
}

function renderedObjects(environment: Environment): readonly Manifest[] {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));
  return manifestsOf(rendered);
}

/** The object of that key, such as `Service/thanos-querier`. */
export function objectOf(environment: Environment, key: string): Manifest {
  const found = objectsOf(environment).find((manifest) => keyOf(manifest) === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

export function workloadOf(environment: Environment, key: string): Workload {
  const found = workloadsOf(objectsOf(environment)).find((workload) => workload.key === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

/** A container of a workload, native sidecars included. */
export function containerOf(environment: Environment, key: string, name: string): Container {
  const found = containersOf(workloadOf(environment, key).spec.template).find((container) => container.name === name);
  if (!found) throw new Error(`no container ${name} in ${key}`);
  return found;
}

/** Values of a flag of a container, by its real name without dashes; as many as the flag is given. */
export function flagOf(environment: Environment, key: string, container: string, flag: string): readonly string[] {
  const start = `--${flag}=`;
  const { args = [] } = containerOf(environment, key, container);
  return args.filter((argument) => argument.startsWith(start)).map((argument) => argument.slice(start.length));
}

/** The files in a ConfigMap, by their keys. */
export function filesOf(environment: Environment, name: string): Readonly<Record<string, string>> {
  return objectOf(environment, `ConfigMap/${name}`).data as Readonly<Record<string, string>>;
}

/** One rule of a relabelling, with what the tests look at. */
export interface Relabelling {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

/** One entry of `scrape_configs`, with what the tests look at. */
export interface Job {
  readonly job_name: string;
  readonly honor_labels?: boolean;
  readonly tls_config?: object;
  readonly kubernetes_sd_configs: readonly object[];
  readonly relabel_configs: readonly Relabelling[];
}

/** The configuration of Prometheus, with what the tests look at. */
export interface PrometheusConfiguration {
  readonly global: { readonly external_labels: Labels; readonly scrape_interval: string };
  readonly storage: { readonly tsdb: { readonly retention: object } };
  readonly alerting: {
    readonly alert_relabel_configs: readonly Relabelling[];
    readonly alertmanagers: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
  };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly Job[];
}

export function prometheusConfigOf(environment: Environment): PrometheusConfiguration {
  return parse(filesOf(environment, 'prometheus-server-conf')['prometheus.yaml.tmpl'] ?? '');
}

export function jobOf(environment: Environment, name: string): Job {
  const found = prometheusConfigOf(environment).scrape_configs.find(({ job_name }) => job_name === name);
  if (!found) throw new Error(`no scrape job ${name}`);
  return found;
}

/**
 * What Prometheus and Thanos make of labels by these rules; `undefined` when they drop the series, block or alert.
 * A rule replaces unless it says otherwise, and its expression must match as a whole.
 */
export function relabelled(labels: Labels, rules: readonly Relabelling[]): Labels | undefined {
  return rules.reduce<Labels | undefined>(applyRelabelling, labels);
}

function applyRelabelling(labels: Labels | undefined, rule: Relabelling): Labels | undefined {
  if (labels === undefined) return undefined;
  const { action = 'replace', source_labels = [], regex = '(.*)', target_label = '', replacement = '$1' } = rule;
  const pattern = new RegExp(`^(?:${regex})$`);
  const value = source_labels.map((label) => labels[label] ?? '').join(';');
  switch (action) {
    case 'keep':
      return pattern.test(value) ? labels : undefined;
    case 'dropequal':
      return value === (labels[target_label] ?? '') ? undefined : labels;
    case 'drop':
      return pattern.test(value) ? undefined : labels;
    case 'labelmap':
      return Object.fromEntries(
        Object.entries(labels).flatMap(([label, value]) =>
          pattern.test(label)
            ? [
                [label, value],
                [label.replace(pattern, replacement), value],
              ]
            : [[label, value]],
        ),
      );
    case 'labeldrop':
      return Object.fromEntries(Object.entries(labels).filter(([label]) => !pattern.test(label)));
    case 'replace':
      return pattern.test(value) ? { ...labels, [target_label]: value.replace(pattern, replacement) } : labels;
    default:
      throw new Error(`relabelling ${action} is not known here`);
  }
}
