import type { Duration } from '../../../kit/units';
import type { FilePath, HttpConfig } from '../../http-config';
import type { Refreshed, WithPort } from './common';

/** Discoveries that need no API of a platform: addresses in the configuration, files, HTTP, DNS, Zookeeper. */

/** Targets in the configuration (`static_configs`). */
export interface StaticTargets {
  /** `host` or `host:port`, without a scheme and a path. */
  readonly targets: readonly string[];
  /** Labels of all of them. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Targets in files (`file_sd_configs`). */
export interface FileDiscovery extends Refreshed {
  /** Paths that end in `.json`, `.yml` or `.yaml`; the last part may have one `*`. */
  readonly files: readonly FilePath[];
}

/** Targets that an HTTP server lists (`http_sd_configs`). */
export interface HttpDiscovery extends HttpConfig, Refreshed {
  readonly url: string;
}

/** Targets in DNS (`dns_sd_configs`). */
export interface DnsDiscovery extends WithPort {
  readonly names: readonly string[];
  /**
   * Type of the records; all but SRV need a port.
   * @default 'SRV'
   */
  readonly type?: 'SRV' | 'A' | 'AAAA' | 'MX' | 'NS';
}

/** Targets in Zookeeper (`serverset_sd_configs`, `nerve_sd_configs`). */
export interface ZookeeperDiscovery {
  /** `host:port` of each server. */
  readonly servers: readonly string[];
  readonly paths: readonly FilePath[];
  /** @default '10s' */
  readonly timeout?: Duration;
}
