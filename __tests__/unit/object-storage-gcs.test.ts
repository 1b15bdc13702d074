import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { gcsConfigWithKey } from '../../lib/object-storage/gcs';
import * as storages from '../support/storages';

const { gcsByServiceAccountKey, gcsByWorkloadIdentity } = storages;

describe('under workload identity', () => {
  test('the Secret names the bucket and nothing else', () => {
    expect(storages.renderedConfigOf(gcsByWorkloadIdentity)).toEqual({
      type: 'GCS',
      config: { bucket: 'test-metrics' },
    });
  });

  test('sidecars write under one service account and the store reads under another', () => {
    expect(storages.annotationsOf(gcsByWorkloadIdentity, 'iam.gke.io/gcp-service-account')).toEqual([
      'metrics-writer@example.iam.gserviceaccount.com',
      'metrics-reader@example.iam.gserviceaccount.com',
      undefined,
    ]);
  });
});

describe('under the key of a service account', () => {
  test('no Secret is rendered, and its absence is no dangling reference', () => {
    expect(storages.secretsOf(gcsByServiceAccountKey)).toEqual([]);
  });

  test('thanos.yaml holds the JSON as Google gives it out', () => {
    const key = `${JSON.stringify({ type: 'service_account', private_key: 'line\nline\n' }, null, 2)}\n`;
    const config = parse(gcsConfigWithKey({ ...gcsByServiceAccountKey, prefix: 'eu/production' }, key));
    expect(config).toEqual({
      type: 'GCS',
      config: { bucket: 'test-metrics', service_account: key },
      prefix: 'eu/production',
    });
  });
});
