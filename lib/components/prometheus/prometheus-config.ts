import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type BlockIdentity, blockIdentityAnnotation } from '../../kit/block-identity';
import { exportedLabels, type IdentityLabels } from '../../kit/identity-labels';
import { prometheusConfig, prometheusRules } from '../../kit/names';
import type { ApplyMethod } from '../../kit/object-size';
import { yaml } from '../../kit/text';
import { type Duration, type Quantity, shareInMebibytes } from '../../kit/units';
import { addedRules, type RuleFile, type RuleTexts } from '../../monitoring/rules';
import { ruleConfigMaps } from '../../monitoring/rules/config-maps';
import { clusterJobs, componentJobs, type Endpoints } from '../../monitoring/scrape-jobs';
import { type AnnotatedPodsOptions, annotatedJobs } from '../../monitoring/scraping/annotated-jobs';
import { builtInLimits, defaultLimits, type ScrapeLimits } from '../../monitoring/scraping/limits';
import type { ScrapeJob } from '../../monitoring/scraping/scrape-job';
import type { Addressing } from '../../network/ports';
import { type ObjectStorage, storageIdentity } from '../../object-storage';
import type { Alertmanagers } from '../../pods/calling';
import { metadata } from '../../pods/component';
import { owner } from './ports';

/** Scrape jobs, rules and retention of Prometheus. A change is reloaded without a restart. */
export interface PrometheusConfigOptions {
  /**
   * Time between two scrapes of a target (`global.scrape_interval`). At most 2m.
   * @default '30s'
   */
  readonly scrapeInterval?: Duration;
  /**
   * Time between two evaluations of a rule group (`global.evaluation_interval`).
   * @default - scrapeInterval
   */
  readonly evaluationInterval?: Duration;
  /**
   * Additional scrape jobs (`scrape_configs`). `$(POD_NAME)` is replaced by the name of the replica; synth refuses any
   * other `$(NAME)`.
   * @default - none
   */
  readonly scrapeJobs?: readonly ScrapeJob[];
  /**
   * Additional rule files (`rule_files`), by file name, such as `shop.yaml`.
   * @default - none
   */
  readonly rules?: Readonly<Record<string, RuleFile>>;
  /**
   * Additional external labels, on every alert and uploaded block (`global.external_labels`). They are part of the
   * identity of a block: a change starts a new stream of blocks.
   * @default - none
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /**
   * Limits of every scrape job that has none of its own; the built-in jobs have. A scrape that exceeds one fails, and
   * `PrometheusScrapeLimitExceeded` fires (`global.sample_limit` and the like).
   * @default - 50,000 samples, 50 MB, 64 labels, names of 256 and values of 2,048 bytes, any number of targets
   */
  readonly scrapeLimits?: ScrapeLimits;
  /**
   * Scrapes of pods and Services with the annotation `prometheus.io/scrape: "true"`; `false` for none.
   * @default - in all namespaces, within `scrapeLimits`
   */
  readonly annotatedPods?: false | AnnotatedPodsOptions;
  /** Retention on the volume; the retention in object storage is `thanosCompactor.retention`. */
  readonly retention?: {
    /**
     * Age at which a local block is deleted (`storage.tsdb.retention.time`). Blocks are uploaded every 2 h, so this is
     * also the longest outage of object storage without loss of samples. At least 6h.
     * @default '7d'
     */
    readonly time?: Duration;
    /**
     * Size of local blocks and WAL above which the oldest block is deleted (`storage.tsdb.retention.size`).
     * @default - 80 % of the volume
     */
    readonly size?: Quantity;
  };
  /** Verification of the serving certificates of kubelets. */
  readonly kubelet?: {
    /**
     * Accept any certificate, which the self-signed ones of kind require (`tls_config.insecure_skip_verify`). `false`
     * verifies them against the CA of the cluster, which AKS signs them with.
     * @default false
     */
    readonly insecureSkipVerify?: boolean;
  };
}

/** Secrets for the files of scrape jobs. */
export interface ScrapeSecretsOptions {
  /**
   * Names of Secrets, created outside of synth, for files of scrape jobs: the key `password` of the Secret `mysql` is
   * `/etc/prometheus/secrets/mysql/password`, see `scrapeSecretFile`. Prometheus reads such a file for every scrape.
   * @default - none
   */
  readonly secrets?: readonly string[];
}

/** Options of the configuration, and values that the stack sets. */
export interface PrometheusConfigProps extends PrometheusConfigOptions, Addressing {
  /** Value of the external label `cluster`. */
  readonly cluster: string;
  /** Object storage for the blocks. */
  readonly objectStorage: ObjectStorage;
  /** Size of the volume of each replica. */
  readonly volumeSize: Quantity;
  /** Names of the external labels of the cluster and of the replica. */
  readonly identityLabels: IdentityLabels;
  /** Every scrape job. */
  readonly jobs: readonly ScrapeJob[];
  /** Built-in rule files by name. */
  readonly builtInRules: RuleTexts;
  /** Alertmanagers that receive alerts. */
  readonly alertmanagers: Alertmanagers;
  /**
   * How the objects are applied: rules that do not fit into one ConfigMap are in several.
   * @default 'client-side'
   */
  readonly apply?: ApplyMethod;
  readonly scrapeInterval: Duration;
}

/** Values of options that are left out. */
export const defaults = { scrapeInterval: '30s', retentionTime: '7d', shareOfVolume: 0.8 } as const;

/** Fields of a scrape job that the relabelling of identity labels is appended to. */
export const relabelFields = ['relabel_configs', 'metric_relabel_configs'] as const;

type RelabelField = (typeof relabelFields)[number];

/** ConfigMaps with the Prometheus configuration and the rules. */
export class PrometheusConfig extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusConfigProps) {
    super(scope, id);
    new k8s.KubeConfigMap(this, 'config', {
      metadata: {
        ...metadata(owner, prometheusConfig.name, props),
        annotations: { [blockIdentityAnnotation]: JSON.stringify(blockIdentityOf(props)) },
      },
      data: { [prometheusConfig.key]: yaml(configuration(props)) },
    });
    const rules = ruleConfigMaps(prometheusRules, props.builtInRules, addedRules(props.rules), props.apply);
    for (const [name, data] of rules) {
      new k8s.KubeConfigMap(this, name, { metadata: metadata(owner, name, props), data });
    }
  }
}

function blockIdentityOf(props: PrometheusConfigProps): BlockIdentity {
  const { namespace, cluster, identityLabels, externalLabels = {}, objectStorage } = props;
  return {
    namespace,
    cluster,
    identityLabels: [identityLabels.cluster, identityLabels.replica],
    externalLabels: Object.entries(externalLabels)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
    objectStorage: storageIdentity(objectStorage) ?? objectStorage.provider,
  };
}

/** The job with relabelling that renames scraped labels of the same name as an identity label. */
function withIdentityRelabelling(job: ScrapeJob, fields: readonly RelabelField[], labels: IdentityLabels): ScrapeJob {
  const added = fields.map((field) => [field, [...(job[field] ?? []), ...exportedLabels(labels)]] as const);
  return { ...job, ...Object.fromEntries(added) };
}

/** Values that the built-in jobs depend on. */
export interface ScrapeJobsProps extends Addressing, PrometheusConfigOptions {
  readonly identityLabels: IdentityLabels;
  /** Components whose ports have scrape jobs. */
  readonly scraped: readonly Endpoints[];
}

/** Every scrape job: the built-in ones, then the added ones. */
export function scrapeJobsOf(props: ScrapeJobsProps): readonly ScrapeJob[] {
  const builtIn = [
    ...clusterJobs({ insecureSkipVerify: props.kubelet?.insecureSkipVerify ?? false }),
    ...componentJobs(props.scraped, props),
  ];
  return [
    ...[...builtIn.map((job) => ({ ...job, ...builtInLimits })), ...annotatedJobs(props.annotatedPods)].map((job) =>
      withIdentityRelabelling(job, ['metric_relabel_configs'], props.identityLabels),
    ),
    // Discovered targets of added jobs may have such labels too, and `up` has the labels of its target.
    ...(props.scrapeJobs ?? []).map((job) => withIdentityRelabelling(job, relabelFields, props.identityLabels)),
  ];
}

function alertmanagerConfig({ hosts, scheme, client }: Alertmanagers) {
  return { ...(scheme === 'https' ? { scheme } : {}), ...client, static_configs: [{ targets: hosts }] };
}

function configuration(props: PrometheusConfigProps) {
  return {
    global: {
      scrape_interval: props.scrapeInterval,
      evaluation_interval: props.evaluationInterval ?? props.scrapeInterval,
      ...defaultLimits,
      ...props.scrapeLimits,
      external_labels: {
        ...props.externalLabels,
        [props.identityLabels.cluster]: props.cluster,
        [props.identityLabels.replica]: '$(POD_NAME)',
      },
    },
    storage: {
      tsdb: {
        retention: {
          time: props.retention?.time ?? defaults.retentionTime,
          size: props.retention?.size
            ? shareInMebibytes(props.retention.size, 1)
            : shareInMebibytes(props.volumeSize, defaults.shareOfVolume),
        },
      },
    },
    alerting: {
      // Alertmanager deduplicates an alert only if all replicas send it with equal labels.
      alert_relabel_configs: [{ action: 'labeldrop', regex: props.identityLabels.replica }],
      // Every replica, not a Service in front of them: the replicas deduplicate notifications among themselves.
      alertmanagers: [alertmanagerConfig(props.alertmanagers)],
    },
    rule_files: [`${prometheusRules.path}/*.yaml`, `${prometheusRules.path}/*.yml`],
    scrape_configs: props.jobs,
  };
}
