import { randomUUID } from 'node:crypto';
import type { ContainerClient } from '@azure/storage-blob';

/** Folder of the probe, which Thanos never looks into: it takes folders that are named like a block for one. */
const folder = 'cdk8s-thanos-probe';

/** What was tried with a container, in order, and the first thing that failed. */
export interface Probe {
  readonly done: readonly string[];
  readonly failed?: { readonly what: string; readonly error: unknown };
}

/** Writes, reads, lists and deletes a blob, as Thanos does. Leaves nothing behind when all of it succeeds. */
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

function expectText(found: Buffer, wanted: string): void {
  if (found.toString() !== wanted)
    throw new Error('the content that was read differs from the content that was written');
}
