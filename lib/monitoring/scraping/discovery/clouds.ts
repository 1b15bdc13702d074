import type { FilePath, HttpConfig, TlsConfig } from '../../http-config';
import type { Filter, WithPort } from './common';

/**
 * Discoveries by APIs of clouds. Those of Azure, AWS and Google authenticate by the identity of the pod: their
 * credentials have no form as a file.
 */

/** Virtual machines of Azure (`azure_sd_configs`). */
export interface AzureDiscovery extends HttpConfig, WithPort {
  readonly subscription_id: string;
  readonly authentication_method: 'ManagedIdentity' | 'SDK' | 'WorkloadIdentity';
  readonly environment?: string;
  readonly tenant_id?: string;
  readonly client_id?: string;
  readonly resource_group?: string;
}

/** Fields of all discoveries of AWS. */
interface AwsAccess extends HttpConfig, WithPort {
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly role_arn?: string;
  readonly external_id?: string;
}

/** Instances of EC2 (`ec2_sd_configs`). */
export interface Ec2Discovery extends AwsAccess {
  readonly filters?: readonly Filter[];
}

/** Instances of Lightsail (`lightsail_sd_configs`). */
export interface LightsailDiscovery extends AwsAccess {}

/** Tasks of ECS, nodes of ElastiCache, brokers of MSK (`ecs_`, `elasticache_` and `msk_sd_configs`). */
export interface AwsClusterDiscovery extends AwsAccess {
  readonly clusters?: readonly string[];
  /**
   * @asType integer
   * @minimum 1
   */
  readonly request_concurrency?: number;
}

/** Instances of RDS (`rds_sd_configs`). */
export interface RdsDiscovery extends AwsClusterDiscovery {
  readonly filters?: readonly Filter[];
}

/** All of AWS by role (`aws_sd_configs`). */
export interface AwsDiscovery extends AwsAccess {
  readonly role: 'ec2' | 'ecs' | 'elasticache' | 'lightsail' | 'msk' | 'rds';
  readonly filters?: readonly Filter[];
  readonly clusters?: readonly string[];
}

/** Instances of Google Compute Engine (`gce_sd_configs`). */
export interface GceDiscovery extends WithPort {
  readonly project: string;
  readonly zone: string;
  readonly filter?: string;
  readonly tag_separator?: string;
}

/** Servers of OpenStack (`openstack_sd_configs`), with the credentials of its environment variables. */
export interface OpenStackDiscovery extends WithPort {
  readonly role: 'instance' | 'hypervisor' | 'loadbalancer';
  readonly region: string;
  readonly identity_endpoint?: string;
  readonly username?: string;
  readonly userid?: string;
  readonly project_name?: string;
  readonly project_id?: string;
  readonly domain_name?: string;
  readonly domain_id?: string;
  readonly application_credential_name?: string;
  readonly application_credential_id?: string;
  readonly all_tenants?: boolean;
  readonly availability?: 'public' | 'internal' | 'admin';
  readonly tls_config?: TlsConfig;
}

/** Droplets or databases of DigitalOcean (`digitalocean_sd_configs`). */
export interface DigitalOceanDiscovery extends HttpConfig, WithPort {
  readonly role?: 'droplets' | 'databases';
}

/** Servers of Hetzner (`hetzner_sd_configs`). */
export interface HetznerDiscovery extends HttpConfig, WithPort {
  readonly role: 'robot' | 'hcloud';
  readonly label_selector?: string;
}

/** Servers of IONOS (`ionos_sd_configs`). */
export interface IonosDiscovery extends HttpConfig, WithPort {
  readonly datacenter_id: string;
}

/** Instances of Linode (`linode_sd_configs`). */
export interface LinodeDiscovery extends HttpConfig, WithPort {
  readonly region?: string;
  readonly tag_separator?: string;
}

/** Instances of Oracle Cloud (`oci_sd_configs`). */
export interface OciDiscovery extends HttpConfig, WithPort {
  readonly region: string;
  readonly auth?: 'api_key' | 'instance_principal';
  readonly tenancy?: string;
  readonly user?: string;
  readonly fingerprint?: string;
  readonly key_file?: FilePath;
  readonly key_passphrase_file?: FilePath;
  readonly compartments?: readonly string[];
}

/** Virtual machines of Outscale (`outscale_sd_configs`). */
export interface OutscaleDiscovery extends HttpConfig, WithPort {
  readonly region: string;
  readonly access_key: string;
  readonly secret_key_file: FilePath;
  readonly endpoint?: string;
}

/** Servers of Scaleway (`scaleway_sd_configs`). */
export interface ScalewayDiscovery extends HttpConfig, WithPort {
  readonly role: 'instance' | 'baremetal';
  readonly project_id: string;
  readonly access_key: string;
  readonly secret_key_file: FilePath;
  readonly zone?: string;
  readonly api_url?: string;
  readonly name_filter?: string;
  readonly tags_filter?: readonly string[];
}

/** Servers of STACKIT (`stackit_sd_configs`). */
export interface StackitDiscovery extends HttpConfig, WithPort {
  readonly project: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly service_account_key_path?: FilePath;
  readonly private_key_path?: FilePath;
  readonly credentials_file_path?: FilePath;
}

/** Instances of Vultr (`vultr_sd_configs`). */
export interface VultrDiscovery extends HttpConfig, WithPort {}
