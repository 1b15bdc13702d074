import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import * as format from '../../kit/formats';
import { exportedLabels, type IdentityLabels } from '../../kit/identity-labels';
import { prometheusConfig, prometheusRules } from '../../kit/names';
import type { Report } from '../../kit/report';
import { yaml } from '../../kit/text';
import { bytes, type Duration, type Quantity, seconds, shareInMebibytes } from '../../kit/units';
import { addedRules, checkRuleFiles, type RuleFile, type RuleTexts } from '../../monitoring/rules';
import { clusterJobs, componentJobs, type Endpoints, type ScrapeJob } from '../../monitoring/scrape-jobs';
import type { Addressing } from '../../network/ports';
import type { Alertmanagers } from '../../pods/calling';
import { metadata } from '../../pods/component';
import type { Taken } from '../definition';
import { owner } from './ports';

/** What Prometheus scrapes, evaluates and keeps. A change reaches the running Prometheus without a restart. */
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
   * Jobs beside the built-in ones (`scrape_configs`). `$(POD_NAME)` is replaced by the replica's name, any other
   * `$(NAME)` is refused.
   * @default - none
   */
  readonly scrapeJobs?: readonly ScrapeJob[];
  /**
   * Rule files beside the built-in ones, by file name, such as `shop.yaml`.
   * @default - none
   */
  readonly rules?: Readonly<Record<string, RuleFile>>;
  /**
   * Labels on every series that leaves this Prometheus, beside those of its identity (`global.external_labels`).
   * They are part of a block's identity: changing them starts a new stream of blocks.
   * @default - none
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** How long the volume keeps samples; object storage keeps them by the compactor's retention. */
  readonly retention?: {
    /**
     * Age at which a local block is deleted (`storage.tsdb.retention.time`). Blocks are uploaded every 2 h, so this is
     * also how long an outage of object storage may last before samples are lost. At least 6h.
     * @default '7d'
     */
    readonly time?: Duration;
    /**
     * Bytes of local blocks and WAL above which the oldest block is deleted (`storage.tsdb.retention.size`).
     * @default - 80 % of the volume
     */
    readonly size?: Quantity;
  };
  /** How Prometheus checks the kubelets' serving certificates. */
  readonly kubelet?: {
    /**
     * Accept any certificate, as kind's self-signed ones need. False checks against the cluster's CA, which AKS signs with.
     * @default false
     */
    readonly insecureSkipVerify?: boolean;
  };
}

/** Options of the configuration, and what the stack adds. */
export interface PrometheusConfigProps extends PrometheusConfigOptions, Addressing {
  /** Value of the external label `cluster`. */
  readonly cluster: string;
  /** Size of the volume of each replica. */
  readonly volumeSize: Quantity;
  /** Names of the external labels of the cluster and of the replica. */
  readonly identityLabels: IdentityLabels;
  /** Components whose ports are scraped. */
  readonly scraped: readonly Endpoints[];
  /** Built-in rule files by name. */
  readonly builtInRules: RuleTexts;
  /** Every Alertmanager. */
  readonly alertmanagers: Alertmanagers;
  readonly scrapeInterval: Duration;
}

const defaults = { retentionTime: '7d', shareOfVolume: 0.8 } as const;

/** A rate needs two samples in its range, also when a scrape fails. */
const longestScrapeInterval = '2m';

/** ConfigMaps with the Prometheus configuration and the rules. */
export class PrometheusConfig extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusConfigProps) {
    super(scope, id);
    new k8s.KubeConfigMap(this, 'config', {
      metadata: metadata(owner, prometheusConfig.name, props),
      data: { [prometheusConfig.key]: yaml(configuration(props)) },
    });
    new k8s.KubeConfigMap(this, 'rules', {
      metadata: metadata(owner, prometheusRules.name, props),
      data: { ...props.builtInRules, ...addedRules(props.rules) },
    });
  }
}

/** What synth refuses among the options of the configuration. */
export function checkPrometheusConfig(
  options: PrometheusConfigOptions,
  volumeSize: string,
  report: Report,
  taken: Taken,
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
  checkScrapeJobs(options, taken.jobs, report);
  for (const [label, value] of Object.entries(options.externalLabels ?? {})) {
    const key = `externalLabels.${label}`;
    format.matches(report, key, label, /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/, 'be a label name');
    if (taken.labels.includes(label)) {
      report.add(
        key,
        'not be a label that the stack sets itself',
        label,
        'rename it, or set `cluster` of the environment',
      );
    }
    checkLabelValue(report, key, value);
  }
  checkRuleFiles(options.rules, taken.ruleFiles, report);
}

/** Prometheus expands `$NAME` in external labels, and an unknown name to nothing: replicas would share one identity. */
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

function checkScrapeJobs(
  { scrapeJobs = [] }: PrometheusConfigOptions,
  builtIn: readonly string[],
  report: Report,
): void {
  const taken = new Set(builtIn);
  scrapeJobs.forEach((job, index) => {
    const key = `scrapeJobs[${index}]`;
    format.matches(report, `${key}.job_name`, job.job_name, /^\S.*$/, 'be the name of the job');
    if (taken.has(job.job_name)) report.add(`${key}.job_name`, 'be unique', job.job_name, 'rename it');
    taken.add(job.job_name);
    for (const [reference, variable] of JSON.stringify(job).matchAll(/\$\(([a-zA-Z_0-9]+)\)/g)) {
      if (variable !== 'POD_NAME') {
        report.add(key, 'not name a variable other than $(POD_NAME): it would end the sidecar', reference, 'remove it');
      }
    }
  });
}

/** The job, with the relabelling that keeps scraped labels which have the name of an identity label. */
function keepingLabels(job: ScrapeJob, fields: readonly string[], labels: IdentityLabels): ScrapeJob {
  const added = fields.map((field) => {
    const own = job[field];
    return [field, [...(Array.isArray(own) ? own : []), ...exportedLabels(labels)]] as const;
  });
  return { ...job, ...Object.fromEntries(added) };
}

function alertmanagerConfig({ hosts, scheme, client }: Alertmanagers) {
  return { ...(scheme === 'https' ? { scheme } : {}), ...client, static_configs: [{ targets: hosts }] };
}

function configuration(props: PrometheusConfigProps) {
  return {
    global: {
      scrape_interval: props.scrapeInterval,
      evaluation_interval: props.evaluationInterval ?? props.scrapeInterval,
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
      // All replicas must send the same alert, or people get it three times.
      alert_relabel_configs: [{ action: 'labeldrop', regex: props.identityLabels.replica }],
      // Every Alertmanager by itself: they, not a balancer, find out which of them tells people.
      alertmanagers: [alertmanagerConfig(props.alertmanagers)],
    },
    rule_files: [`${prometheusRules.path}/*.yaml`, `${prometheusRules.path}/*.yml`],
    scrape_configs: [
      ...[
        ...clusterJobs({ insecureSkipVerify: props.kubelet?.insecureSkipVerify ?? false }),
        ...componentJobs(props.scraped, props),
      ].map((job) => keepingLabels(job, ['metric_relabel_configs'], props.identityLabels)),
      // Targets of users' own jobs may have such labels too, and `up` has the labels of its target.
      ...(props.scrapeJobs ?? []).map((job) =>
        keepingLabels(job, ['relabel_configs', 'metric_relabel_configs'], props.identityLabels),
      ),
    ],
  };
}
