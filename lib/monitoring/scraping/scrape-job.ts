import type { Duration } from '../../kit/units';
import type { FilePath, HttpConfig } from '../http-config';
import type { Discoveries } from './discovery';
import type { ScrapeLimits } from './limits';
import type { RelabelConfig } from './relabelling';

/** A format in which a target may answer, as Prometheus writes it. */
export type ScrapeProtocol =
  | 'PrometheusProto'
  | 'PrometheusText0.0.4'
  | 'PrometheusText1.0.0'
  | 'OpenMetricsText0.0.1'
  | 'OpenMetricsText1.0.0'
  | 'OpenMetricsText2.0.0';

/** An entry of `scrape_configs`, in the fields of Prometheus 3.16. */
export interface ScrapeJob extends Discoveries, HttpConfig, ScrapeLimits {
  /** Value of the label `job`; unique in the configuration. */
  readonly job_name: string;
  /**
   * Time between two scrapes of a target.
   * @default - `prometheus.scrapeInterval`
   */
  readonly scrape_interval?: Duration;
  /**
   * Time after which a scrape fails; at most the interval.
   * @default - 10s, or the interval where that is shorter
   */
  readonly scrape_timeout?: Duration;
  /**
   * Path of the metrics.
   * @default '/metrics'
   */
  readonly metrics_path?: FilePath;
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** Parameters of the URL. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether a scraped label wins over a label of the target; otherwise it is renamed to `exported_<name>`.
   * @default false
   */
  readonly honor_labels?: boolean;
  /**
   * Whether the time that a target gives with a sample is stored.
   * @default true
   */
  readonly honor_timestamps?: boolean;
  /**
   * Whether a series whose samples have such times ends at once when the target no longer has it.
   * @default false
   */
  readonly track_timestamps_staleness?: boolean;
  /** Formats to ask for, by preference. */
  readonly scrape_protocols?: readonly ScrapeProtocol[];
  /** Format of an answer without a known `Content-Type`; such a scrape fails otherwise. */
  readonly fallback_scrape_protocol?: ScrapeProtocol;
  /**
   * Whether native histograms are scraped.
   * @default false
   */
  readonly scrape_native_histograms?: boolean;
  /**
   * Whether the classic form of a native histogram is scraped too.
   * @default false
   */
  readonly always_scrape_classic_histograms?: boolean;
  /**
   * Whether a classic histogram is stored as a native one with custom buckets.
   * @default false
   */
  readonly convert_classic_histograms_to_nhcb?: boolean;
  /**
   * Buckets of a native histogram above which its resolution is reduced, or the scrape fails; 0 is no limit.
   * @asType integer
   * @minimum 0
   */
  readonly native_histogram_bucket_limit?: number;
  /**
   * Smallest growth factor between buckets of a native histogram; finer ones are merged.
   * @minimum 0
   */
  readonly native_histogram_min_bucket_factor?: number;
  /**
   * Whether gzip is asked for.
   * @default true
   */
  readonly enable_compression?: boolean;
  /**
   * Dropped targets that the UI shows; 0 is all.
   * @asType integer
   * @minimum 0
   */
  readonly keep_dropped_targets?: number;
  /** File on a writable volume for failed scrapes. */
  readonly scrape_failure_log_file?: FilePath;
  /**
   * Characters that names of metrics and labels may have.
   * @default 'utf8'
   */
  readonly metric_name_validation_scheme?: 'utf8' | 'legacy';
  /**
   * How a target is asked to escape other characters.
   * @default - `allow-utf-8`, or `underscores` with the scheme `legacy`
   */
  readonly metric_name_escaping_scheme?: 'allow-utf-8' | 'underscores' | 'dots' | 'values';
  /**
   * Whether each target has series about its limits and its response.
   * @default false
   */
  readonly extra_scrape_metrics?: boolean;
  /** Relabelling of the targets, before a scrape. */
  readonly relabel_configs?: readonly RelabelConfig[];
  /** Relabelling of the series, before they are stored. */
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}
