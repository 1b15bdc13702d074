import { describe, expect, test } from '@jest/globals';
import { destinationOf } from '../../lib/network/destinations';

const addressing = { namespace: 'monitoring', clusterDomain: 'cluster.local' };

describe('an address leads', () => {
  test.each([
    ['alertmanager.example.com:9093', 9093],
    ['https://hooks.example.com/services/T/B', 443],
    ['http://hooks.example.com', 80],
    ['http://user@hooks.example.com:8080/path?host=other:1', 8080],
    ['smtp.example.com:587', 587],
    ['10.1.2.3:9100', 9100],
    ['[fd00::1]:9100', 9100],
    ['example.com', 443],
    ['svc.example.com:81', 81],
  ])('%s to a port of any address', (address, port) => {
    expect(destinationOf(address, addressing)).toEqual({ ports: [{ port: { value: port }, protocol: 'TCP' }] });
  });

  test.each([
    ['http://webhook.shop.svc:80/', 'shop'],
    ['webhook.shop.svc.cluster.local:8080', 'shop'],
    ['http://pod-0.webhook.shop.svc.cluster.local.', 'shop'],
    ['http://webhook:8080/', 'monitoring'],
  ])('%s to every port of a namespace, as the Service of a pod has not the port of the pod', (address, namespace) => {
    expect(destinationOf(address, addressing)).toEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
    });
  });

  test.each(['localhost:9090', '127.0.0.1:9090', 'http://[::1]:9090/', ''])(
    '%s nowhere outside of the pod',
    (address) => {
      expect(destinationOf(address, addressing)).toBeUndefined();
    },
  );
});
