/** Public entry: environments, synthesis, and every component as a construct with its options. */

export { Alertmanager, type AlertmanagerOptions, type AlertmanagerProps } from './components/alertmanager/alertmanager';
export type {
  AlertmanagerConfigOptions,
  InhibitRule,
  Route,
  TimeInterval,
} from './components/alertmanager/alertmanager-config';
export type { SeverityReceivers } from './components/alertmanager/alertmanager-defaults';
export {
  type EmailNotification,
  type OpsgenieNotification,
  type PagerDutyNotification,
  type Receiver,
  type SecretFile,
  type SlackNotification,
  secretFile,
  type TeamsNotification,
  type VictorOpsNotification,
  type WebhookNotification,
} from './components/alertmanager/receivers';
export { Azurite, type AzuriteProps } from './components/azurite/azurite';
export { Grafana, type GrafanaOptions, type GrafanaProps } from './components/grafana/grafana';
export type { DashboardOptions } from './components/grafana/grafana-config';
export { GrafanaDashboards, type GrafanaDashboardsProps } from './components/grafana/grafana-dashboards';
export type { EntraLogin } from './components/grafana/grafana-login';
export {
  KubeStateMetrics,
  type KubeStateMetricsOptions,
  type KubeStateMetricsProps,
} from './components/kube-state-metrics/kube-state-metrics';
export {
  NodeExporter,
  type NodeExporterOptions,
  type NodeExporterProps,
} from './components/node-exporter/node-exporter';
export { OAuth2Proxy, type OAuth2ProxyProps } from './components/oauth2-proxy/oauth2-proxy';
export { Prometheus, type PrometheusOptions, type PrometheusProps } from './components/prometheus/prometheus';
export {
  PrometheusConfig,
  type PrometheusConfigOptions,
  type PrometheusConfigProps,
} from './components/prometheus/prometheus-config';
export type { SidecarOptions } from './components/prometheus/thanos-sidecar';
export {
  ThanosCompactor,
  type ThanosCompactorOptions,
  type ThanosCompactorProps,
} from './components/thanos-compactor/thanos-compactor';
export { ThanosQuery, type ThanosQueryOptions, type ThanosQueryProps } from './components/thanos-query/thanos-query';
export {
  ThanosQueryFrontend,
  type ThanosQueryFrontendOptions,
  type ThanosQueryFrontendProps,
} from './components/thanos-query-frontend/thanos-query-frontend';
export { ThanosRuler, type ThanosRulerOptions, type ThanosRulerProps } from './components/thanos-ruler/thanos-ruler';
export { ThanosStore, type ThanosStoreOptions, type ThanosStoreProps } from './components/thanos-store/thanos-store';
export type {
  Authentication,
  EntraCredential,
  EntraSecret,
  EntraWorkloadIdentity,
  OAuth2ProxyAuthentication,
} from './exposure/authentication';
export type * from './exposure/exposure';
export type { Flags } from './kit/flags';
export { type Manifest, manifestsOf, type Rendered } from './kit/manifest';
export { format, type Problem, SynthesisError } from './kit/report';
export type { Resources, VolumeOptions } from './kit/resources';
export type { Duration, Quantity } from './kit/units';
export type { RuleContext, RuleFile } from './monitoring/rules';
export type { Facts } from './monitoring/rules/facts';
export type { BuiltInRulesOptions, Objectives } from './monitoring/rules/options';
export type { Json, ScrapeJob } from './monitoring/scrape-jobs';
export type {
  AddressPeer,
  Call,
  Cidr,
  Destination,
  NamespacePeer,
  NetworkClient,
  NetworkDestination,
  NetworkPeer,
  NetworkPolicyOptions,
  Peer,
  Port,
} from './network/options';
export type {
  CertManagerCertificates,
  InternalTls,
  IssuerReference,
  SecretCertificates,
  SecuredComponent,
} from './network/tls-options';
export type { AzuriteStorage, CredentialFreeStorage, ObjectStorage } from './object-storage';
export type { AccountKey, AzureBlobStorage, WorkloadIdentity } from './object-storage/azure';
export type {
  AzureProvisioning,
  OpenNetwork,
  PrivateNetwork,
  SubnetNetwork,
} from './object-storage/azure-provisioning';
export type { GcsStorage, GkeWorkloadIdentity, ServiceAccountKey } from './object-storage/gcs';
export type { AccessKey, EksPodIdentity, S3Storage, SseKms, SseS3, WebIdentity } from './object-storage/s3';
export type { ComponentProps, Spread } from './pods/component';
export type { ConfigReloaderOptions } from './pods/config-reloader';
export type { ImageOptions, Repository } from './pods/images';
export type { ExternalSecretsSource, KeyVaultSource, SecretSource, SecretSourceOptions } from './pods/secret-source';
export { defineEnvironment, type Environment } from './stack/environment';
export { Certificates, type CertificatesProps } from './stack/surroundings/certificates';
export { Gateway, type GatewayProps } from './stack/surroundings/gateway';
export { Ingresses, type IngressesProps } from './stack/surroundings/ingress';
export { Namespace, type NamespaceProps } from './stack/surroundings/namespace';
export { ObjectStorageSecret, type ObjectStorageSecretProps } from './stack/surroundings/object-storage-secret';
export { SecretsFromOutside, type SecretsFromOutsideProps } from './stack/surroundings/secrets-from-outside';
export type { Component, ListenerName } from './stack/wiring';
export { render, synth } from './synth';
