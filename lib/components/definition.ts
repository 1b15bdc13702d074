import type { Chart } from 'cdk8s';
import type { Host, UserInterface } from '../exposure/exposure';
import type { FlagRules } from '../kit/flag-rules';
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

/**
 * Declaration of a component. The stack derives connections, policies, checks, scrape jobs, dashboards and docs from
 * it.
 */

/** A client or destination outside of the stack. */
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

/** A connection that a component opens. */
export interface OutgoingConnection {
  /** Destination: a port, every port that satisfies a condition, or a peer outside of the stack. */
  readonly to: Port | External | ((port: Port) => boolean);
  /**
   * Service that resolves to the destination, `headless` for the headless Service with its port; absent where the client
   * connects to addresses of pods.
   */
  readonly through?: ServicePort | 'headless';
  /** Service whose name the client verifies in the certificate instead. */
  readonly serverName?: ServicePort;
  readonly purpose: string | ((port: Port) => string);
  /** Whether it is a scrape of Prometheus. */
  readonly scrape?: true;
}

/** A port with the Store API, and the headless Service with its pods. */
export interface StoreApi {
  readonly service: ServicePort;
  readonly port: Port;
}

/** Replacement of an external peer by a component that runs: connections to the peer go to its port. */
export interface StandIn {
  readonly external: Extract<External, 'object-storage' | 'external-alertmanagers'>;
  readonly to: Port;
  readonly through: ServicePort;
}

/** Names that the stack uses itself: an environment must not use them in its options. */
export interface ReservedNames {
  readonly jobs: readonly string[];
  readonly ruleFiles: readonly string[];
  readonly dashboards: readonly string[];
  /** Labels that the stack sets on series and blocks. */
  readonly labels: readonly string[];
  /** Files of the certificate of each component; empty without TLS between components. */
  readonly certificates: readonly string[];
  /** Values of the label `severity` that the routes of the environment match; those of the default routes otherwise. */
  readonly severities: readonly string[];
}

/** Values that the stack resolves once per render, for the constructs of all components. */
export interface StackContext {
  /** A new chart: the file of that name in `dist/<environment>`. */
  readonly chart: (id: string) => Chart;
  /** Props that the constructs of all components have in common. */
  readonly common: ComponentProps;
  /** Value of the external label `cluster`. */
  readonly cluster: string;
  readonly objectStorage: ObjectStorage;
  readonly scrapeInterval: Duration;
  readonly queryTimeoutSeconds: number;
  /** Every Store API of the running components. */
  readonly storeApis: readonly StoreApi[];
  /** Addresses of all Alertmanager replicas that receive alerts. */
  readonly alertmanagers: Alertmanagers;
  /** Hosts of the exposure. */
  readonly hosts: readonly Host[];
  /** External URL of a UI; `undefined` where it is not exposed. */
  readonly externalUrl: (ui: UserInterface, label?: string) => string | undefined;
  /** Built-in rule files, by the program that evaluates them. */
  readonly rules: Readonly<Record<RuleEvaluator, RuleTexts>>;
  /** Built-in dashboards. */
  readonly dashboards: readonly DashboardFile[];
  /** Whether a component runs, by name. */
  readonly runs: (name: string) => boolean;
  /** Components of the environment whose ports are scraped. */
  readonly scraped: readonly Endpoints[];
}

/** Ports by their names. */
export type PortTable = Readonly<Record<string, Port>>;

/** The part of a definition that does not depend on options. */
export interface ComponentFacts<
  Name extends string = string,
  Ports extends PortTable = PortTable,
  Ui extends string = string,
> {
  /** Label `app.kubernetes.io/name` of its objects. */
  readonly name: Name;
  /** Title in the diagram, with the default number of replicas. */
  readonly title: string;
  /** Key of its options in an environment, for error messages. */
  readonly key: string;
  /** Ports by their names in `networkPolicies.clients`. */
  readonly ports: Ports;
  /**
   * Services in front of its ports.
   * @default - none
   */
  readonly services?: Readonly<Record<string, ServicePort>>;
  /**
   * Connections that it opens. Synth refuses an environment in which the component of a destination port does not run.
   * @default - none
   */
  readonly calls?: readonly OutgoingConnection[];
  /**
   * Its web UIs.
   * @default - none
   */
  readonly uis?: readonly UserInterface<Ui>[];
  /**
   * Names of components that must run too, beside those that it connects to.
   * @default - none
   */
  readonly needs?: readonly string[];
  /**
   * External peer that it replaces.
   * @default - none
   */
  readonly standIn?: StandIn;
  /**
   * Service of its port that authenticates users in front of every UI without a login.
   * @default - none
   */
  readonly authenticates?: ServicePort;
  /**
   * DNS names of single replicas that its certificate must contain.
   * @default - none: clients connect by the names of its Services
   */
  readonly replicaHosts?: (replicas: number, addressing: Addressing) => readonly string[];
  /**
   * Rules for its additional flags, by the keys of `flags`.
   * @default - none: only the names of the flags are checked
   */
  readonly flagRules?: Readonly<Record<string, FlagRules>>;
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
  /** Its options in an environment; `undefined` or `false` where it does not run. */
  readonly options: (environment: Given) => Options | false | undefined;
  /**
   * Expected number of pods by scrape job, for alerts on missing replicas; a job that is absent may have any number.
   */
  readonly replicas: (options: Options) => Readonly<Record<string, number>>;
  /**
   * Additional flags in its options, by the key that contains `flags`, such as `sidecar`; `''` for the options
   * themselves.
   * @default - none
   */
  readonly flags?: (options: Options) => Readonly<Record<string, Flags | undefined>>;
  /** Reports the options that synth refuses. */
  readonly check: (options: Options, report: Report, reserved: ReservedNames) => void;
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
  /** Expected number of pods by scrape job; empty where it does not run. */
  readonly replicas: (environment: Given) => Readonly<Record<string, number>>;
  /** Additional flags in the environment, by the key that contains `flags`. */
  readonly flags: (environment: Given) => Readonly<Record<string, Flags>>;
  readonly check: (environment: Given, report: Report, reserved: ReservedNames) => void;
  readonly build: (environment: Given, context: StackContext) => void;
}

/** Creates a component from its definition; its functions do nothing for an environment in which it does not run. */
export function defineComponent<
  Given,
  Options extends object,
  const Name extends string,
  Ports extends PortTable,
  const Ui extends string = never,
>(definition: Definition<Given, Options, Name, Ports, Ui>): Component<Given, Name, Ports, Ui> {
  const { options, replicas, flags, check, build, ...facts } = definition;
  const given = (environment: Given) => options(environment) || undefined;
  const pathOf = (key: string) => (key === '' ? facts.key : `${facts.key}.${key}`);
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
      return Object.fromEntries(Object.entries(added).map(([key, values]) => [pathOf(key), values ?? {}]));
    },
    check: (environment, report, reserved) => {
      const found = given(environment);
      if (found) check(found, report.under(facts.key), reserved);
    },
    build: (environment, context) => {
      const found = given(environment);
      if (found) build(found, context);
    },
  };
}
