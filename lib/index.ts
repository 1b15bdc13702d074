/** Public API: environments, synthesis, and every component as a construct with its options. */

export * from './components';
export {
  type Component,
  type ComponentFacts,
  type Definition,
  defineComponent,
  type External,
  type OutgoingConnection,
  type ReservedNames,
  type StackContext,
  type StandIn,
} from './components/definition';
export type {
  Authentication,
  BasicAuthentication,
  EntraCredential,
  EntraSecret,
  EntraWorkloadIdentity,
  OAuth2ProxyAuthentication,
} from './exposure/authentication';
export type {
  CertManagerTls,
  ExposureOptions,
  Host,
  NoTls,
  SecretTls,
  Tls,
  UserInterface,
} from './exposure/exposure';
export type { Flags } from './kit/flags';
export { type Labels, type Manifest, manifestsOf, type Rendered } from './kit/manifest';
export type { ApplyMethod } from './kit/object-size';
export { format, type Problem, SynthesisError } from './kit/report';
export type { Resources, VolumeOptions } from './kit/resources';
export type { Duration, Quantity } from './kit/units';
export type { DashboardFile } from './monitoring/dashboards';
export type { Dashboard, Panel } from './monitoring/dashboards/model';
export type { FilePath, HttpConfig } from './monitoring/http-config';
export type { Rule, RuleFile, RuleGroup, RulerRuleFile, RulerRuleGroup, RuleTexts } from './monitoring/rules';
export type { Facts } from './monitoring/rules/facts';
export type { BuiltInRulesOptions, Objectives } from './monitoring/rules/options';
export type { Json } from './monitoring/scrape-jobs';
export type { AnnotatedPodsOptions } from './monitoring/scraping/annotated-jobs';
export type { Discoveries } from './monitoring/scraping/discovery';
export type { ScrapeLimits } from './monitoring/scraping/limits';
export type { RelabelAction, RelabelConfig } from './monitoring/scraping/relabelling';
export type { ScrapeJob } from './monitoring/scraping/scrape-job';
export { scrapeSecretFile } from './monitoring/scraping/secret-files';
export type {
  AddressPeer,
  Cidr,
  NamespacePeer,
  NetworkClient,
  NetworkDestination,
  NetworkPeer,
} from './network/options';
export type { PolicyRules } from './network/policy-rules';
export type { Addressing, Owner, Port, ServicePort } from './network/ports';
export type { CertManagerCertificates, IssuerReference, SecretCertificates } from './network/tls-options';
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
export type { FileChange, Published, Synthesis } from './output/changes';
export { summary } from './output/summary';
export * as pods from './pods';
export type { ComponentProps, Spread } from './pods/component';
export type { ConfigReloaderOptions } from './pods/config-reloader';
export type { ImageOptions, Repository } from './pods/images';
export type { ExternalSecretsSource, KeyVaultSource, SecretSource, SecretSourceOptions } from './pods/secret-source';
export {
  defineEnvironment,
  type Environment,
  type Exposure,
  type GatewayExposure,
  type IngressExposure,
  type InternalTls,
  type NetworkPolicyOptions,
} from './stack/environment';
export type { ComponentName, PortName, SecuredComponentName, UiName } from './stack/registry';
export { Certificates, type CertificatesProps } from './stack/surroundings/certificates';
export { Gateway, type GatewayProps } from './stack/surroundings/gateway';
export { Ingresses, type IngressesProps } from './stack/surroundings/ingress';
export { Namespace, type NamespaceProps } from './stack/surroundings/namespace';
export { ObjectStorageSecret, type ObjectStorageSecretProps } from './stack/surroundings/object-storage-secret';
export { SecretsFromOutside, type SecretsFromOutsideProps } from './stack/surroundings/secrets-from-outside';
export { type Rendering, render, type SynthOptions, synth } from './synth';
