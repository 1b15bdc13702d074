import { typeIn } from './kubernetes-models';
import type { ObjectType } from './kubernetes-types';

/**
 * The types of the Gateway API, which are the same on every Kubernetes: read from @kubernetes-models/gateway-api 2.0.0,
 * generated from version 1.5. It knows the fields of the experimental channel too. The classes in imports/ do not, so
 * none of those can get into a manifest.
 */
export function gatewayApiType(apiVersion: string, kind: string): ObjectType | undefined {
  return apiVersion === 'gateway.networking.k8s.io/v1'
    ? typeIn('@kubernetes-models/gateway-api', apiVersion, kind)
    : undefined;
}
