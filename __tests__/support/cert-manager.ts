import type { Manifest } from '../../lib';
import { kubectl } from './cluster';

/** Issuers without a world outside, and a renewal before its time. */

const group = { apiVersion: 'cert-manager.io/v1' } as const;

/** An Issuer with a CA of its own in a namespace, and a ClusterIssuer of self-signed certificates. */
export function selfSignedAuthority(issuer: string, namespace: string, clusterIssuer: string): readonly Manifest[] {
  const ca = `${issuer}-ca`;
  return [
    { ...group, kind: 'ClusterIssuer', metadata: { name: clusterIssuer }, spec: { selfSigned: {} } },
    {
      ...group,
      kind: 'Certificate',
      metadata: { name: ca, namespace },
      spec: {
        isCA: true,
        commonName: ca,
        secretName: ca,
        privateKey: { algorithm: 'ECDSA', size: 256 },
        issuerRef: { kind: 'ClusterIssuer', name: clusterIssuer },
      },
    },
    { ...group, kind: 'Issuer', metadata: { name: issuer, namespace }, spec: { ca: { secretName: ca } } },
  ];
}

/** Renews a certificate now, as `cmctl renew` does: by the condition `Issuing`. */
export async function renewCertificate(name: string, namespace: string): Promise<void> {
  const lastTransitionTime = new Date().toISOString().replace(/\.\d+/, '');
  const condition = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'renewal',
    lastTransitionTime,
  };
  const patch = JSON.stringify([{ op: 'add', path: '/status/conditions/-', value: condition }]);
  const options = ['--subresource=status', '--type=json', `--patch=${patch}`];
  await kubectl(['patch', 'certificate', name, `--namespace=${namespace}`, ...options]);
}
