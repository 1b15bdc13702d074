import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type BlockIdentity, blockIdentityAnnotation } from '../../kit/block-identity';
import * as format from '../../kit/formats';
import { exportedLabels, type IdentityLabels } from '../../kit/identity-labels';
import { prometheusConfig, prometheusRules } from '../../kit/names';
import type { ApplyMethod } from '../../kit/object-size';
import type { Report } from '../../kit/report';
import { yaml } from '../../kit/text';
import { bytes, type Duration, type Quantity, seconds, shareInMebibytes } from '../../kit/units';
import type { Features } from '../../monitoring/promql';
import { addedRules, checkRuleFiles, type RuleFile, type RuleTexts } from '../../monitoring/rules';
import { ruleConfigMaps } from '../../monitoring/rules/config-maps';
import { clusterJobs, componentJobs, type Endpoints } from '../../monitoring/scrape-jobs';
import { type AnnotatedPodsOptions, annotatedJobs } from '../../monitoring/scraping/annotated-jobs';
import { checkLimits, checkScrapeJobs } from '../../monitoring/scraping/job-check';
import { builtInLimits, defaultLimits, type ScrapeLimits } from '../../monitoring/scraping/limits';
import { checkRelabelling } from '../../monitoring/scraping/relabelling-check';
import type { ScrapeJob } from '../../monitoring/scraping/scrape-job';
import { checkScrapeCredentials, checkScrapeFiles } from '../../monitoring/scraping/secret-files';
import type { Addressing } from '../../network/ports';
import { type ObjectStorage, storageIdentity } from '../../object-storage';
import type { Alertmanagers } from '../../pods/calling';
import { metadata } from '../../pods/component';
import type { ReservedNames } from '../definition';
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

const defaults = { retentionTime: '7d', shareOfVolume: 0.8 } as const;

/** `rate()` needs two samples in its range, also after a failed scrape. */
const longestScrapeInterval = '2m';

/** Fields of a scrape job that the relabelling of identity labels is appended to. */
const relabelFields = ['relabel_configs', 'metric_relabel_configs'] as const;

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

/** Reports the options of the configuration that synth refuses. */
export function checkPrometheusConfig(
  options: PrometheusConfigOptions & ScrapeSecretsOptions,
  volumeSize: string,
  report: Report,
  reserved: ReservedNames,
  features: Features,
): void {
  const { scrapeInterval, evaluationInterval } = options;
  if (evaluationInterval !== undefined) format.duration(report, 'evaluationInterval', evaluationInterval);
  if (scrapeInterval !== undefined && format.duration(report, 'scrapeInterval', scrapeInterval)) {
    if (seconds(scrapeInterval) > seconds(longestScrapeInterval)) {
      const rule = `be at most ${longestScrapeInterval}: a rate over 5 minutes, as in the built-in rules, needs two samples`;
      report.add('scrapeInterval', rule, scrapeInterval, 'lower it, or set `scrape_interval` in a job of your own');
    }
  }
  checkRetention(options, volumeSize, report.under('retention'));
  const { scrapeJobs = [], secrets = [] } = options;
  checkScrapeCredentials(scrapeJobs, report);
  checkScrapeJobs(scrapeJobs, { builtIn: reserved.jobs, scrapeInterval: scrapeInterval ?? '30s' }, report);
  checkScrapeFiles(scrapeJobs, secrets, reserved.certificates, report);
  checkSecrets(secrets, report);
  checkLimits(options.scrapeLimits ?? {}, report.under('scrapeLimits'));
  if (options.annotatedPods) checkAnnotatedPods(options.annotatedPods, report.under('annotatedPods'));
  for (const [label, value] of Object.entries(options.externalLabels ?? {})) {
    const key = `externalLabels.${label}`;
    format.labelName(report, key, label);
    if (reserved.labels.includes(label)) {
      report.add(
        key,
        'not be a label that the stack sets itself',
        label,
        'rename it, or set `cluster` of the environment',
      );
    }
    checkLabelValue(report, key, value);
  }
  const { ruleFiles: builtIn, severities } = reserved;
  checkRuleFiles({ files: options.rules, builtIn, severities, features }, report);
}

/**
 * Prometheus expands `$NAME` in external labels, an unknown name to an empty string: replicas would share an identity.
 */
export function checkLabelValue(report: Report, key: string, value: unknown): void {
  format.matches(report, key, value, /^[^$\n]+$/, 'be a line of text without $');
}

function checkRetention({ retention = {} }: PrometheusConfigOptions, volumeSize: string, report: Report): void {
  const { time, size } = retention;
  if (time !== undefined) format.localRetention(report, 'time', time);
  if (size !== undefined && format.quantity(report, 'size', size) && bytes(size) >= bytes(volumeSize)) {
    const rule = `be below the volume (prometheus.volume.size, ${volumeSize})`;
    report.add('size', rule, size, 'lower it, or leave it out for 80 % of the volume');
  }
}

function checkAnnotatedPods(options: AnnotatedPodsOptions, report: Report): void {
  checkLimits(options.limits ?? {}, report.under('limits'));
  format.items(report, 'namespaces', options.namespaces).forEach((namespace, index) => {
    format.name(report, `namespaces[${index}]`, namespace);
  });
  for (const field of relabelFields) checkRelabelling(field, options[field] ?? [], 'utf8', report);
}

function checkSecrets(secrets: readonly string[], report: Report): void {
  secrets.forEach((secret, index) => {
    format.objectName(report, `secrets[${index}]`, secret, 'a Secret');
    if (secrets.indexOf(secret) < index) report.add(`secrets[${index}]`, 'be unique', secret, 'remove it');
  });
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
