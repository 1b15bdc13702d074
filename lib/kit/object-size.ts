import type { Manifest } from './manifest';

/** Sizes of objects, and their limits by the way they are applied. */

/**
 * How objects are applied to a cluster: `client-side` is `kubectl apply`, and Argo CD by default; `server-side` is
 * `kubectl apply --server-side`, Flux, and Argo CD with `ServerSideApply=true`.
 */
export type ApplyMethod = 'client-side' | 'server-side';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Bytes that an object may have. A client-side apply stores a copy of the object in an annotation, and all annotations
 * together have at most 256 KiB. The data of a ConfigMap or Secret, and about every object, has at most 1 MiB.
 */
export const maxKibibytes: Readonly<Record<ApplyMethod, number>> = { 'client-side': 256, 'server-side': 1024 };

/** Bytes of an object that count for the limit. */
export function sizeOf(manifest: Manifest, method: ApplyMethod): number {
  const { data, stringData, metadata } = manifest;
  const files = data ?? stringData;
  if (method === 'server-side') {
    return Object.values(files ?? { '': JSON.stringify(manifest) }).reduce((sum, text) => sum + bytesOf(text), 0);
  }
  const others = Object.entries(metadata.annotations ?? {}).map(([key, value]) => bytesOf(key) + bytesOf(value));
  const object = data
    ? bytesInAnnotation({ ...manifest, data: {} }) - 2 + bytesOfFiles(data)
    : bytesInAnnotation(manifest);
  return others.reduce((sum, bytes) => sum + bytes, bytesOf(annotation) + object + 1);
}

function bytesOf(text: unknown): number {
  return Buffer.byteLength(String(text));
}

/** Bytes of long texts as JSON: dashboards and rules are equal in many environments, and measured for two limits. */
const known = new Map<string, number>();

/** Bytes of a value as JSON in the annotation, in which kubectl writes `<`, `>` and `&` as `\u003c` and the like. */
export function bytesInAnnotation(value: unknown): number {
  if (typeof value !== 'string' || value.length < 1000) return measured(value);
  const bytes = known.get(value) ?? measured(value);
  // Bounds the memory of a process that renders for a long time.
  if (known.size > 500) known.clear();
  known.set(value, bytes);
  return bytes;
}

function measured(value: unknown): number {
  const json = JSON.stringify(value);
  const escaped = json.match(/[<>&]/g)?.length ?? 0;
  return Buffer.byteLength(json) + 5 * escaped;
}

/** The same for files by their names: braces, commas, and a colon between a name and its content. */
export function bytesOfFiles(files: object): number {
  const entries = Object.entries(files).map(([name, text]) => bytesInAnnotation(name) + 1 + bytesInAnnotation(text));
  return entries.reduce((sum, bytes) => sum + bytes, 2 + Math.max(0, entries.length - 1));
}
