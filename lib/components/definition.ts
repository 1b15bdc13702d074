import type { Chart } from 'cdk8s';
import type { Host, UserInterface } from '../exposure/exposure';
import type { Flags } from '../kit/flags';
import type { Report } from '../kit/report';
import type { Duration } from '../kit/units';
import type { DashboardFile } from '../monitoring/dashboards';
import type { Dashboard, Panel } from '../monitoring/dashboards/model';
import type { RuleEvaluator, RuleTexts } from '../monitoring/rules';
import type { Endpoints } from '../monitoring/scrape-jobs';
import type { Addressing, Port, ServicePort } from '../network/ports';
import type { ObjectStorage } from '../object-storage';
import type { Alertmanagers } from '../pods/calling';
import type { ComponentProps } from '../pods/component';

/** What a component declares, and what the stack derives from it: wiring, checks, scrape jobs, dashboards, rules, docs. */

/** A peer of the stack that the stack does not run. */
export type External =
  | 'users'
  | 'api-server'
  | 'kubelets'
  | 'annotated-pods'
  | 'dns'
  | 'object-storage'
  | 'external-alertmanagers'
  | 'receivers'
  | 'entra-id';

/** A call that a component makes over the network. */
export interface OutgoingCall {
  /** The port that is called, every port that satisfies a condition, or a peer outside of the stack. */
  readonly to: Port | External | ((port: Port) => boolean);
  /** Service by whose name it is called; absent where pods are called by their addresses. */
  readonly through?: ServicePort;
  readonly purpose: string | ((port: Port) => string);
  /** Whether Prometheus scrapes metrics by it. */
  readonly scrape?: true;
}

/** An external peer that a component takes the place of where it runs. */
export interface StandIn {
  readonly external: Extract<External, 'object-storage' | 'external-alertmanagers'>;
  readonly to: Port;
  readonly through: ServicePort;
}

/** Names that options of a user must not take. */
export interface Taken {
  readonly jobs: readonly string[];
  readonly ruleFiles: readonly string[];
  readonly dashboards: readonly string[];
  /** Labels that the stack sets on series and blocks. */
  readonly labels: readonly string[];
}

/** Values that the stack resolves once per render, for the constructs of all components. */
export interface StackContext {
  /** A new chart: the file of that name in `dist/<environment>`. */
  readonly chart: (id: string) => Chart;
  /** Options that every construct of a component takes. */
  readonly common: ComponentProps;
  /** Value of the external label `cluster`. */
  readonly cluster: string;
  readonly objectStorage: ObjectStorage;
  readonly scrapeInterval: Duration;
  readonly queryTimeoutSeconds: number;
  /** Every Alertmanager that receives alerts. */
  readonly alertmanagers: Alertmanagers;
  /** Hosts of the exposure. */
  readonly hosts: readonly Host[];
  /** URL of a UI outside of the cluster; `undefined` where it is not exposed. */
  readonly externalUrl: (ui: UserInterface, label?: string) => string | undefined;
  /** Built-in rule files, by the program that evaluates them. */
  readonly rules: Readonly<Record<RuleEvaluator, RuleTexts>>;
  /** Built-in dashboards. */
  readonly dashboards: readonly DashboardFile[];
  /** Components of the environment whose ports Prometheus scrapes. */
  readonly scraped: readonly Endpoints[];
}

/** Ports by their names. */
export type PortTable = Readonly<Record<string, Port>>;

/** What a component declares of itself that does not depend on its options. */
export interface ComponentFacts<
  Name extends string = string,
  Ports extends PortTable = PortTable,
  Ui extends string = string,
> {
  /** Value of `app.kubernetes.io/name` of its objects. */
  readonly name: Name;
  /** Title in the diagram, with the usual number of replicas. */
  readonly title: string;
  /** Key of its options in an environment, for messages. */
  readonly key: string;
  /** Ports by their names in `networkPolicies.clients`. */
  readonly ports: Ports;
  /**
   * Services by which others call it.
   * @default - none
   */
  readonly services?: Readonly<Record<string, ServicePort>>;
  /**
   * Calls that it makes. A port of another component that it calls must run too.
   * @default - none
   */
  readonly calls?: readonly OutgoingCall[];
  /**
   * Pages that users open.
   * @default - none
   */
  readonly uis?: readonly UserInterface<Ui>[];
  /**
   * Components that must run too, beside those whose ports it calls.
   * @default - none
   */
  readonly needs?: readonly string[];
  /**
   * An external peer that it takes the place of.
   * @default - none
   */
  readonly standIn?: StandIn;
  /**
   * Service by which it authenticates users in front of every UI that has no login.
   * @default - it does not
   */
  readonly authenticates?: ServicePort;
  /**
   * Names of single replicas that its certificate must contain.
   * @default - none: replicas are called by a name that all of them share
   */
  readonly replicaHosts?: (replicas: number, addressing: Addressing) => readonly string[];
  /**
   * Dashboards about it.
   * @default - none
   */
  readonly dashboards?: readonly Dashboard[];
  /**
   * Panels about it on the overview.
   * @default - none
   */
  readonly overview?: readonly Panel[];
  /**
   * Rule files about it, which Prometheus evaluates.
   * @default - none
   */
  readonly rules?: RuleTexts;
}

/**
 * The definition of a component.
 * @typeParam Given the keys of an environment that it reads
 * @typeParam Options its own options
 */
export interface Definition<
  Given,
  Options extends object,
  Name extends string,
  Ports extends PortTable,
  Ui extends string,
> extends ComponentFacts<Name, Ports, Ui> {
  /** Its options in an environment; nothing where it does not run. */
  readonly options: (environment: Given) => Options | false | undefined;
  /** Pods that are expected, by scrape job; those of a job that is left out may be any number. */
  readonly replicas: (options: Options) => Readonly<Record<string, number>>;
  /**
   * Flags that its options add, by the key in the options that holds them, such as `sidecar`; `''` for the options themselves.
   * @default - none
   */
  readonly flags?: (options: Options) => Readonly<Record<string, Flags | undefined>>;
  /** What synth refuses among its options. */
  readonly check: (options: Options, report: Report, taken: Taken) => void;
  /** Adds its objects to charts of the stack. */
  readonly build: (options: Options, context: StackContext) => void;
}

/** A component as the stack uses it: the type of its options is hidden. */
export interface Component<
  Given = unknown,
  Name extends string = string,
  Ports extends PortTable = PortTable,
  Ui extends string = string,
> extends ComponentFacts<Name, Ports, Ui> {
  readonly runs: (environment: Given) => boolean;
  /** Pods that are expected, by scrape job; empty where it does not run. */
  readonly replicas: (environment: Given) => Readonly<Record<string, number>>;
  /** Flags that the environment adds, by the key of the options that hold them. */
  readonly flags: (environment: Given) => Readonly<Record<string, Flags>>;
  readonly check: (environment: Given, report: Report, taken: Taken) => void;
  readonly build: (environment: Given, context: StackContext) => void;
}

/** A component from its definition; each function does nothing for an environment in which it does not run. */
export function defineComponent<
  Given,
  Options extends object,
  const Name extends string,
  Ports extends PortTable,
  const Ui extends string = never,
>(definition: Definition<Given, Options, Name, Ports, Ui>): Component<Given, Name, Ports, Ui> {
  const { options, replicas, flags, check, build, ...facts } = definition;
  const given = (environment: Given) => options(environment) || undefined;
  const below = (key: string) => (key === '' ? facts.key : `${facts.key}.${key}`);
  return {
    ...facts,
    runs: (environment) => given(environment) !== undefined,
    replicas: (environment) => {
      const found = given(environment);
      return found ? replicas(found) : {};
    },
    flags: (environment) => {
      const found = given(environment);
      const added = found && flags ? flags(found) : {};
      return Object.fromEntries(Object.entries(added).map(([key, values]) => [below(key), values ?? {}]));
    },
    check: (environment, report, taken) => {
      const found = given(environment);
      if (found) check(found, report.under(facts.key), taken);
    },
    build: (environment, context) => {
      const found = given(environment);
      if (found) build(found, context);
    },
  };
}
