import { expect, test } from '@jest/globals';
import { kubectl, kubectlJson } from '../support/cluster';
import { eventually } from '../support/eventually';
import { expectSteady } from './support/fault';
import { befall, house, machines, settle } from './support/house';
import { powerOff, powerOn } from './support/machine';
import { placeReceiver } from './support/receiver';
import { storedAndScraped } from './support/series';

/** Each node loses power and comes back; then one is drained, as for an upgrade. */

const start = Date.now() / 1000;
const built = house('nodes');

machines('loses power').each(['n1', 'n2', 'n3'])('a power cut of %s loses no sample and few queries', async (node) => {
  const others = built().nodes.filter((other) => other !== node);
  await placeReceiver(others[0] ?? '');
  await befall({
    name: `2. power cut of ${node}`,
    nodes: others,
    pods: built().pods,
    happen: async () => {
      powerOff(node);
      await eventually('the cluster knows that the node is gone', 120, async () => {
        expect(await readyNodes()).toEqual(others);
      });
      await eventually('an answer to each query', 60, () => expectSteady(others));
      await powerOn();
    },
    mayFail: { frontend: 5, query: 5 },
    seconds: 300,
  });
});

test('a node is drained under the disruption budgets, and nothing is lost', async () => {
  const { nodes, pods } = built();
  const [node = '', other = ''] = nodes;
  await placeReceiver(other);
  await befall({
    name: `4. drain of ${node}`,
    nodes,
    pods,
    happen: async () => {
      await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=240s']);
      await kubectl(['uncordon', node]);
    },
    seconds: 300,
  });
});

test('every sample scraped meanwhile is in object storage, and each alert was told once', async () => {
  await settle({ '15. blocks cut during 2 and 4': await storedAndScraped(start) });
});

/** Names of the nodes that are ready, sorted. */
async function readyNodes(): Promise<readonly string[]> {
  const { items } = await kubectlJson<{ items: Node[] }>(['get', 'nodes']);
  const ready = items.filter(({ status }) => status.conditions.some(isReady));
  return ready.map(({ metadata }) => metadata.name).sort();
}

interface Node {
  readonly metadata: { readonly name: string };
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}

function isReady({ type, status }: { readonly type: string; readonly status: string }): boolean {
  return type === 'Ready' && status === 'True';
}
