import type { DnsDiscovery, FileDiscovery, HttpDiscovery, StaticTargets, ZookeeperDiscovery } from './addresses';
import type {
  AwsClusterDiscovery,
  AwsDiscovery,
  AzureDiscovery,
  DigitalOceanDiscovery,
  Ec2Discovery,
  GceDiscovery,
  HetznerDiscovery,
  IonosDiscovery,
  LightsailDiscovery,
  LinodeDiscovery,
  OciDiscovery,
  OpenStackDiscovery,
  OutscaleDiscovery,
  RdsDiscovery,
  ScalewayDiscovery,
  StackitDiscovery,
  VultrDiscovery,
} from './clouds';
import type { KubernetesDiscovery } from './kubernetes';
import type {
  ConsulDiscovery,
  DockerDiscovery,
  DockerSwarmDiscovery,
  EurekaDiscovery,
  KumaDiscovery,
  MarathonDiscovery,
  NomadDiscovery,
  PuppetDbDiscovery,
  TritonDiscovery,
} from './registries';

/**
 * Sources of the targets of a job. Missing are `ovhcloud_sd_configs` and `uyuni_sd_configs`, whose credentials have no
 * form as a file; `file_sd_configs` and `http_sd_configs` stand in for them.
 */
export interface Discoveries {
  readonly static_configs?: readonly StaticTargets[];
  readonly kubernetes_sd_configs?: readonly KubernetesDiscovery[];
  readonly file_sd_configs?: readonly FileDiscovery[];
  readonly http_sd_configs?: readonly HttpDiscovery[];
  readonly dns_sd_configs?: readonly DnsDiscovery[];
  readonly serverset_sd_configs?: readonly ZookeeperDiscovery[];
  readonly nerve_sd_configs?: readonly ZookeeperDiscovery[];
  readonly consul_sd_configs?: readonly ConsulDiscovery[];
  readonly nomad_sd_configs?: readonly NomadDiscovery[];
  readonly eureka_sd_configs?: readonly EurekaDiscovery[];
  readonly kuma_sd_configs?: readonly KumaDiscovery[];
  readonly marathon_sd_configs?: readonly MarathonDiscovery[];
  readonly docker_sd_configs?: readonly DockerDiscovery[];
  readonly dockerswarm_sd_configs?: readonly DockerSwarmDiscovery[];
  readonly puppetdb_sd_configs?: readonly PuppetDbDiscovery[];
  readonly triton_sd_configs?: readonly TritonDiscovery[];
  readonly azure_sd_configs?: readonly AzureDiscovery[];
  readonly aws_sd_configs?: readonly AwsDiscovery[];
  readonly ec2_sd_configs?: readonly Ec2Discovery[];
  readonly ecs_sd_configs?: readonly AwsClusterDiscovery[];
  readonly elasticache_sd_configs?: readonly AwsClusterDiscovery[];
  readonly lightsail_sd_configs?: readonly LightsailDiscovery[];
  readonly msk_sd_configs?: readonly AwsClusterDiscovery[];
  readonly rds_sd_configs?: readonly RdsDiscovery[];
  readonly gce_sd_configs?: readonly GceDiscovery[];
  readonly openstack_sd_configs?: readonly OpenStackDiscovery[];
  readonly digitalocean_sd_configs?: readonly DigitalOceanDiscovery[];
  readonly hetzner_sd_configs?: readonly HetznerDiscovery[];
  readonly ionos_sd_configs?: readonly IonosDiscovery[];
  readonly linode_sd_configs?: readonly LinodeDiscovery[];
  readonly oci_sd_configs?: readonly OciDiscovery[];
  readonly outscale_sd_configs?: readonly OutscaleDiscovery[];
  readonly scaleway_sd_configs?: readonly ScalewayDiscovery[];
  readonly stackit_sd_configs?: readonly StackitDiscovery[];
  readonly vultr_sd_configs?: readonly VultrDiscovery[];
}
