import type { Duration } from '../../../kit/units';
import type { FilePath, HttpConfig, TlsConfig } from '../../http-config';
import type { Filter, Refreshed, WithPort } from './common';

/** Discoveries by registries of services, container platforms and inventories. */

/** Services in Consul (`consul_sd_configs`); a token through `authorization.credentials_file`. */
export interface ConsulDiscovery extends HttpConfig, Refreshed {
  readonly server?: string;
  readonly path_prefix?: string;
  readonly datacenter?: string;
  readonly namespace?: string;
  readonly partition?: string;
  readonly scheme?: 'http' | 'https';
  readonly services?: readonly string[];
  readonly tags?: readonly string[];
  readonly node_meta?: Readonly<Record<string, string>>;
  readonly tag_separator?: string;
  readonly allow_stale?: boolean;
  readonly filter?: string;
  readonly health_filter?: string;
}

/** Services in Nomad (`nomad_sd_configs`). */
export interface NomadDiscovery extends HttpConfig, Refreshed {
  readonly server?: string;
  readonly namespace?: string;
  readonly region?: string;
  readonly tag_separator?: string;
  readonly allow_stale?: boolean;
}

/** Applications in Eureka (`eureka_sd_configs`). */
export interface EurekaDiscovery extends HttpConfig, Refreshed {
  readonly server: string;
}

/** Data planes of Kuma (`kuma_sd_configs`). */
export interface KumaDiscovery extends HttpConfig, Refreshed {
  readonly server: string;
  readonly fetch_timeout?: Duration;
  readonly client_id?: string;
}

/** Applications in Marathon (`marathon_sd_configs`). */
export interface MarathonDiscovery extends HttpConfig, Refreshed {
  readonly servers: readonly string[];
  readonly auth_token_file?: FilePath;
}

/** Containers of Docker (`docker_sd_configs`). */
export interface DockerDiscovery extends HttpConfig, WithPort {
  readonly host: string;
  readonly filters?: readonly Filter[];
  readonly host_networking_host?: string;
  readonly match_first_network?: boolean;
}

/** Services, tasks or nodes of Docker Swarm (`dockerswarm_sd_configs`). */
export interface DockerSwarmDiscovery extends HttpConfig, WithPort {
  readonly host: string;
  readonly role: 'services' | 'tasks' | 'nodes';
  readonly filters?: readonly Filter[];
}

/** Resources in PuppetDB (`puppetdb_sd_configs`). */
export interface PuppetDbDiscovery extends HttpConfig, WithPort {
  readonly url: string;
  readonly query: string;
  readonly include_parameters?: boolean;
}

/** Containers or compute nodes of Triton (`triton_sd_configs`). */
export interface TritonDiscovery extends WithPort {
  readonly account: string;
  readonly role?: 'container' | 'cn';
  readonly dns_suffix: string;
  readonly endpoint: string;
  readonly groups?: readonly string[];
  /**
   * @asType integer
   * @minimum 0
   */
  readonly version?: number;
  readonly tls_config?: TlsConfig;
}
