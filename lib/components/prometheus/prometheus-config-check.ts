import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { bytes, seconds } from '../../kit/units';
import type { Features } from '../../monitoring/promql';
import { checkRuleFiles } from '../../monitoring/rules';
import type { AnnotatedPodsOptions } from '../../monitoring/scraping/annotated-jobs';
import { checkLimits, checkScrapeJobs } from '../../monitoring/scraping/job-check';
import { checkRelabelling } from '../../monitoring/scraping/relabelling-check';
import { checkScrapeCredentials, checkScrapeFiles } from '../../monitoring/scraping/secret-files';
import type { ReservedNames } from '../definition';
import { defaults, type PrometheusConfigOptions, relabelFields, type ScrapeSecretsOptions } from './prometheus-config';

/** Checks of the options of the Prometheus configuration. */

/** `rate()` needs two samples in its range, also after a failed scrape. */
const longestScrapeInterval = '2m';

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
  checkScrapeJobs(
    scrapeJobs,
    { builtIn: reserved.jobs, scrapeInterval: scrapeInterval ?? defaults.scrapeInterval },
    report,
  );
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
