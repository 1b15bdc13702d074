import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kubectl, namespace, query, scale } from '../support/cluster';
import { eventually } from '../support/eventually';
import { befall, house, machines, settle } from './support/house';
import { folderOf, nodeOf, onNode, smallDisk } from './support/machine';
import { toldOf } from './support/receiver';
import { expectRecorded, samplesOf } from './support/series';

/** Replicas that stay away, lose what they have, or have no room for more. */

const built = house('replicas');

/** Samples in object storage and samples scraped, by fault. */
const stored: Record<string, readonly [number, number]> = {};

/** Waits until pods are gone for good. */
const gone = (...pods: readonly string[]) =>
  kubectl(['wait', `--namespace=${namespace}`, '--for=delete', '--timeout=120s', ...pods.map((pod) => `pod/${pod}`)]);

test('with one Alertmanager of three the notification arrives, and not again when the others are back', async () => {
  const { nodes, pods } = built();
  const name = '9. two of three Alertmanagers gone';
  await befall({
    name,
    nodes,
    pods,
    happen: async () => {
      await scale('statefulset/alertmanager', 1);
      await gone('alertmanager-1', 'alertmanager-2');
      await eventually('the notification', 120, async () => expect(await toldOf(name)).toBe(1));
      await scale('statefulset/alertmanager', 3);
    },
  });
});

test('with one ruler of two every evaluation of the other one is there', async () => {
  const { nodes, pods } = built();
  const start = Date.now() / 1000;
  await befall({
    name: '10. one ruler gone',
    nodes,
    pods,
    happen: async () => {
      await scale('statefulset/thanos-ruler', 1);
      await gone('thanos-ruler-1');
      await eventually('a minute with one ruler', 120, () => expectRecorded(Date.now() / 1000 - 60));
      await scale('statefulset/thanos-ruler', 2);
    },
  });
  await expectRecorded(start);
});

test('a Prometheus that lost its volume loses what was not uploaded, and queries nothing', async () => {
  const { nodes, pods } = built();
  const name = '8. volume of one Prometheus lost';
  const pod = 'prometheus-0';
  const lostAt = Date.now() / 1000;
  const start = lostAt - 300;
  const scraped = await samplesOf(pod, start, lostAt);
  await befall({
    name,
    nodes,
    pods,
    happen: async () => {
      const claim = `data-${pod}`;
      await kubectl(['delete', 'persistentvolumeclaim', claim, `--namespace=${namespace}`, '--wait=false']);
      await kubectl(['delete', 'pod', pod, `--namespace=${namespace}`]);
    },
  });
  const left = await samplesOf(pod, start, lostAt);
  expect(left).toBeGreaterThan(0);
  stored[name] = [left, scraped];
});

machines('fills a disk')('a Prometheus whose disk is full costs no query and no sample', async () => {
  const { nodes, pods } = built();
  const pod = 'prometheus-2';
  const node = await nodeOf(pod);
  const folder = await folderOf(`data-${pod}`);
  const filler = join(folder, 'filler');
  const restart = () => kubectl(['delete', 'pod', pod, `--namespace=${namespace}`]);
  const takeAway = smallDisk(node, folder, 200);
  await restart();
  const appended = async () => {
    const [series] = await query(`rate(prometheus_tsdb_head_samples_appended_total{pod="${pod}"}[30s])`, true);
    return Number(series?.value[1] ?? 0);
  };
  await eventually('samples on the small disk', 240, async () => expect(await appended()).toBeGreaterThan(0));
  await befall({
    name: '14. disk of one Prometheus full',
    nodes,
    pods,
    happen: async () => {
      onNode(node, 'sh', '-c', `dd if=/dev/zero of=${filler} bs=1M count=300 || true`);
      await eventually('a Prometheus that stores nothing', 240, async () => expect(await appended()).toBe(0));
      onNode(node, 'rm', filler);
    },
    seconds: 300,
  });
  takeAway();
  await restart();
});

test('each alert was told once', () => settle(stored));
