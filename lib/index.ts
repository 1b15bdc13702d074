/** Public entry: environments, synthesis, and every component as a construct with its options. */

export { format, type Problem, SynthesisError } from './checks/report';
export type { ComponentProps, Spread } from './component';
export { Azurite, type AzuriteProps } from './components/azurite';
export { Namespace, type NamespaceProps } from './components/namespace';
export { ObjectStorageSecret, type ObjectStorageSecretProps } from './components/object-storage-secret';
export { Prometheus, type PrometheusOptions, type PrometheusProps } from './components/prometheus';
export {
  PrometheusConfig,
  type PrometheusConfigOptions,
  type PrometheusConfigProps,
  type RuleFile,
} from './components/prometheus-config';
export { ThanosQuery, type ThanosQueryOptions, type ThanosQueryProps } from './components/thanos-query';
export { ThanosStore, type ThanosStoreOptions, type ThanosStoreProps } from './components/thanos-store';
export { defineEnvironment, type Environment } from './environment';
export type { Flags } from './flags';
export { type Manifest, manifestsOf, type Rendered } from './manifest';
export type { AzuriteStorage, ObjectStorage } from './object-storage';
export type { AccountKey, AzureBlobStorage, WorkloadIdentity } from './object-storage/azure';
export type { Resources, VolumeOptions } from './pod';
export type { Json, ScrapeJob } from './scrape-jobs';
export { render, synth } from './synth';
export type { Duration, Quantity } from './units';
