import { randomUUID } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';

/** Folder of the probe. Thanos ignores it: only folders with the ID of a block as name are blocks. */
const folder = 'cdk8s-thanos-probe';

/** Operations on a container that succeeded, in order, and the first that failed. */
export interface Probe {
  readonly done: readonly string[];
  readonly failed?: { readonly what: string; readonly error: unknown };
}

/** Writes, reads, lists and deletes a blob, as Thanos does. No blob remains when all operations succeed. */
export async function probe(container: ContainerClient, abortSignal: AbortSignal): Promise<Probe> {
  const blob = container.getBlockBlobClient(`${folder}/${randomUUID()}`);
  const content = 'probe';
  const done: string[] = [];
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['write', () => blob.upload(content, content.length, { abortSignal })],
    ['read', async () => expectText(await blob.downloadToBuffer(0, undefined, { abortSignal }), content)],
    ['list', () => container.listBlobsFlat({ prefix: `${folder}/`, abortSignal }).next()],
    ['delete', () => blob.delete({ abortSignal })],
  ];
  for (const [name, run] of steps) {
    try {
      await run();
    } catch (error) {
      return { done, failed: { what: name, error } };
    }
    done.push(name);
  }
  return { done };
}

function expectText(found: Buffer, expected: string): void {
  if (found.toString() !== expected)
    throw new Error('the content that was read differs from the content that was written');
}
