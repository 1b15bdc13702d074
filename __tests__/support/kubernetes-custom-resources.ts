import { typeIn } from './kubernetes-models';
import { secretProviderClass } from './kubernetes-secret-provider-class';
import type { ObjectType } from './kubernetes-types';

/**
 * Types of custom resources, which are the same on every Kubernetes, by the package that they are read from:
 * @kubernetes-models/gateway-api 2.0.0, generated from version 1.5 of the Gateway API, @kubernetes-models/cert-manager 6.0.0
 * and @kubernetes-models/external-secrets 2.0.0. The first knows the fields of the experimental channel too. The classes in imports/ do not, so none of those can
 * get into a manifest.
 */
const packages: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io/v1': '@kubernetes-models/gateway-api',
  'cert-manager.io/v1': '@kubernetes-models/cert-manager',
  'external-secrets.io/v1': '@kubernetes-models/external-secrets',
};

/** The type of a kind of a custom resource, or `undefined` when there is none. */
export function customResourceType(apiVersion: string, kind: string): ObjectType | undefined {
  const name = packages[apiVersion];
  if (name !== undefined) return typeIn(name, apiVersion, kind);
  return apiVersion === 'secrets-store.csi.x-k8s.io/v1' && kind === 'SecretProviderClass'
    ? secretProviderClass
    : undefined;
}
