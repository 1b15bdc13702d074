import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { type Duration, seconds } from '../../kit/units';
import { checkHttpConfig } from '../http-config-check';
import { checkDiscoveries } from './discovery-check';
import type { ScrapeLimits } from './limits';
import { checkRelabelling } from './relabelling-check';
import type { ScrapeJob } from './scrape-job';

/** Relations between the fields of a job, as Prometheus demands them when it loads its configuration. */

/** Values outside of the added jobs that their checks depend on. */
export interface JobSurroundings {
  /** Names of the built-in jobs. */
  readonly builtIn: readonly string[];
  /** Interval of jobs without one of their own. */
  readonly scrapeInterval: Duration;
}

/** Checks the jobs that an environment adds. */
export function checkScrapeJobs(jobs: readonly ScrapeJob[], surroundings: JobSurroundings, report: Report): void {
  const taken = new Set(surroundings.builtIn);
  jobs.forEach((job, index) => {
    const at = report.under(`scrapeJobs[${index}]`);
    format.matches(at, 'job_name', job.job_name, /^\S.*$/, 'be the name of the job');
    if (taken.has(job.job_name)) at.add('job_name', 'be unique', job.job_name, 'rename it');
    taken.add(job.job_name);
    checkJob(job, surroundings.scrapeInterval, at);
    for (const [reference, variable] of JSON.stringify(job).matchAll(/\$\(([a-zA-Z_0-9]+)\)/g)) {
      if (variable === 'POD_NAME') continue;
      const rule = 'not contain a variable other than $(POD_NAME): the sidecar would exit';
      report.add(`scrapeJobs[${index}]`, rule, reference, 'remove it');
    }
  });
}

/** Checks one job. */
export function checkJob(job: ScrapeJob, scrapeInterval: Duration, report: Report): void {
  checkTimes(job, scrapeInterval, report);
  checkTargets(job, report);
  checkHttpConfig(job, report);
  checkDiscoveries(job, report);
  checkNames(job, report);
  const scheme = job.metric_name_validation_scheme ?? 'utf8';
  for (const field of ['relabel_configs', 'metric_relabel_configs'] as const) {
    checkRelabelling(field, job[field] ?? [], scheme, report);
  }
  if (job.metrics_path !== undefined) {
    const rule = 'begin with /, without parameters';
    format.matches(report, 'metrics_path', job.metrics_path, /^\/[^?#\s]*$/, rule);
  }
  checkLimits(job, report);
}

/** Checks the limits of a job, or of all. */
export function checkLimits({ body_size_limit: size }: ScrapeLimits, report: Report): void {
  if (size === undefined) return;
  format.matches(report, 'body_size_limit', size, /^\d+([KMGT]i?)?B$/, 'be a size such as 10MB');
}

function checkTimes(job: ScrapeJob, scrapeInterval: Duration, report: Report): void {
  const { scrape_interval: interval = scrapeInterval, scrape_timeout: timeout } = job;
  if (job.scrape_interval !== undefined) format.duration(report, 'scrape_interval', job.scrape_interval);
  if (timeout === undefined || !format.duration(report, 'scrape_timeout', timeout)) return;
  if (!(seconds(timeout) > seconds(interval))) return;
  const cure = job.scrape_interval === undefined ? 'lower it, or set scrape_interval' : 'lower it';
  report.add('scrape_timeout', `be at most the interval, ${interval}`, timeout, cure);
}

/** An address with a path is the parameter of a probe: relabelling moves it to another label. */
function checkTargets({ static_configs: groups = [], relabel_configs: relabelling = [] }: ScrapeJob, report: Report) {
  groups.forEach(({ targets, labels = {} }, index) => {
    const at = report.under(`static_configs[${index}]`);
    targets.forEach((target, position) => {
      if (relabelling.length > 0 ? target !== '' : /^(\[[0-9a-fA-F:.]+\]|[^\s/:]+)(:\d{1,5})?$/.test(target)) return;
      const cure = 'write it like shop.example.com:8080; the scheme and the path are options of the job';
      at.add(`targets[${position}]`, 'be a host, or host:port', target, cure);
    });
    for (const [name, value] of Object.entries(labels)) {
      format.matches(at, `labels.${name}`, name, /^[a-zA-Z_][a-zA-Z0-9_]*$/, 'be a label name');
      if (typeof value !== 'string') at.add(`labels.${name}`, 'be a text', value, 'put it in quotes');
    }
  });
}

function checkNames(job: ScrapeJob, report: Report): void {
  const { scrape_protocols: protocols, metric_name_escaping_scheme: escaping } = job;
  format.items(report, 'scrape_protocols', protocols);
  if (protocols && new Set(protocols).size < protocols.length) {
    report.add('scrape_protocols', 'be unique', protocols, 'remove the second one');
  }
  if (job.metric_name_validation_scheme === 'legacy' && escaping === 'allow-utf-8') {
    report.add('metric_name_escaping_scheme', 'escape names with the scheme legacy', escaping, 'remove it');
  }
}
