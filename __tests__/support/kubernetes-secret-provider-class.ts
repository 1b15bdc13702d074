import type { ObjectType, Shape } from './kubernetes-types';

const text: Shape = { scalar: 'string' };
const texts: Shape = { map: text };

const secretObject = object('SecretObject', {
  secretName: text,
  type: text,
  labels: texts,
  annotations: texts,
  data: { list: { object: object('SecretObjectData', { objectName: text, key: text }) } },
});

/**
 * SecretProviderClass, of which no package has types: its few fields stand here, as
 * https://secrets-store-csi-driver.sigs.k8s.io/concepts#secretproviderclass names them.
 */
export const secretProviderClass = object('SecretProviderClass', {
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
