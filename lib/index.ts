/** Public entry: environments, synthesis, and every component as a construct with its options. */

export type { AlertmanagerConfigOptions, InhibitRule, Route, TimeInterval } from './alertmanager-config';
export type { SeverityReceivers } from './alertmanager-defaults';
export type {
  Authentication,
  EntraCredential,
  EntraSecret,
  EntraWorkloadIdentity,
  OAuth2ProxyAuthentication,
} from './authentication';
export { format, type Problem, SynthesisError } from './checks/report';
export type { ComponentProps, Spread } from './component';
export { Alertmanager, type AlertmanagerOptions, type AlertmanagerProps } from './components/alertmanager';
export { Azurite, type AzuriteProps } from './components/azurite';
export { Certificates, type CertificatesProps } from './components/certificates';
export { Gateway, type GatewayProps } from './components/gateway';
export { Grafana, type GrafanaOptions, type GrafanaProps } from './components/grafana';
export { GrafanaDashboards, type GrafanaDashboardsProps } from './components/grafana-dashboards';
export { Ingresses, type IngressesProps } from './components/ingress';
export {
  KubeStateMetrics,
  type KubeStateMetricsOptions,
  type KubeStateMetricsProps,
} from './components/kube-state-metrics';
export { Namespace, type NamespaceProps } from './components/namespace';
export { NodeExporter, type NodeExporterOptions, type NodeExporterProps } from './components/node-exporter';
export { OAuth2Proxy, type OAuth2ProxyProps } from './components/oauth2-proxy';
export { ObjectStorageSecret, type ObjectStorageSecretProps } from './components/object-storage-secret';
export { Prometheus, type PrometheusOptions, type PrometheusProps } from './components/prometheus';
export {
  PrometheusConfig,
  type PrometheusConfigOptions,
  type PrometheusConfigProps,
} from './components/prometheus-config';
export { SecretsFromOutside, type SecretsFromOutsideProps } from './components/secrets-from-outside';
export {
  ThanosCompactor,
  type ThanosCompactorOptions,
  type ThanosCompactorProps,
} from './components/thanos-compactor';
export { ThanosQuery, type ThanosQueryOptions, type ThanosQueryProps } from './components/thanos-query';
export {
  ThanosQueryFrontend,
  type ThanosQueryFrontendOptions,
  type ThanosQueryFrontendProps,
} from './components/thanos-query-frontend';
export { ThanosRuler, type ThanosRulerOptions, type ThanosRulerProps } from './components/thanos-ruler';
export { ThanosStore, type ThanosStoreOptions, type ThanosStoreProps } from './components/thanos-store';
export type { ConfigReloaderOptions } from './config-reloader';
export { defineEnvironment, type Environment } from './environment';
export type * from './exposure';
export type { Flags } from './flags';
export type { DashboardOptions } from './grafana-config';
export type { EntraLogin } from './grafana-login';
export type { ImageOptions, Repository } from './images';
export { type Manifest, manifestsOf, type Rendered } from './manifest';
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
} from './network-options';
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
} from './receivers';
export type { Resources, VolumeOptions } from './resources';
export type { RuleContext, RuleFile } from './rules';
export type { Facts } from './rules/facts';
export type { BuiltInRulesOptions, Objectives } from './rules/options';
export type { Json, ScrapeJob } from './scrape-jobs';
export type { ExternalSecretsSource, KeyVaultSource, SecretSource, SecretSourceOptions } from './secret-source';
export { render, synth } from './synth';
export type { SidecarOptions } from './thanos-sidecar';
export type {
  CertManagerCertificates,
  InternalTls,
  IssuerReference,
  SecretCertificates,
  SecuredComponent,
} from './tls-options';
export type { Duration, Quantity } from './units';
export type { Component, ListenerName } from './wiring';
