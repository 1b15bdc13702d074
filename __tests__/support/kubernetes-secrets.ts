import { typeIn } from './kubernetes-models';
import type { ObjectType, Shape } from './kubernetes-types';

/**
 * Types of what brings Secrets from outside, the same on every Kubernetes: ExternalSecret is read from
 * `@kubernetes-models/external-secrets` 2.0.0; of SecretProviderClass no package has types, so its few fields stand here, as
 * https://secrets-store-csi-driver.sigs.k8s.io/concepts#secretproviderclass names them.
 */
export function secretType(apiVersion: string, kind: string): ObjectType | undefined {
  if (apiVersion === 'external-secrets.io/v1') return typeIn('@kubernetes-models/external-secrets', apiVersion, kind);
  const isClass = apiVersion === 'secrets-store.csi.x-k8s.io/v1' && kind === 'SecretProviderClass';
  return isClass ? secretProviderClass : undefined;
}

const text: Shape = { scalar: 'string' };
const texts: Shape = { map: text };

const secretObject = object('SecretObject', {
  secretName: text,
  type: text,
  labels: texts,
  annotations: texts,
  data: { list: { object: object('SecretObjectData', { objectName: text, key: text }) } },
});

const secretProviderClass = object('SecretProviderClass', {
  apiVersion: text,
  kind: text,
  metadata: { object: object('ObjectMeta', { name: text, namespace: text, labels: texts, annotations: texts }) },
  spec: {
    object: object('SecretProviderClassSpec', {
      provider: text,
      parameters: texts,
      secretObjects: { list: { object: secretObject } },
    }),
  },
});

function object(name: string, shapes: Readonly<Record<string, Shape>>): ObjectType {
  const required = name === 'SecretProviderClass' || name === 'SecretProviderClassSpec';
  const fields = Object.entries(shapes).map(
    ([key, shape]) => [key, { shape, required: required && key !== 'secretObjects' }] as const,
  );
  return { name, fields: new Map(fields) };
}
