import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf } from './manifests';

/**
 * `kubectl apply` stores the applied configuration in an annotation, and the API server rejects larger annotations.
 * With server-side apply the limit would be 1 MiB.
 */
const maxBytes = 256 * 2 ** 10;

/** No object may be larger than `kubectl apply` can store in its annotation. */
export function checkSizes(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    const isData = manifest.kind === 'ConfigMap' || manifest.kind === 'Secret';
    const size = Buffer.byteLength(JSON.stringify(isData ? (manifest.data ?? manifest.stringData ?? {}) : manifest));
    if (size > maxBytes)
      report.add(
        keyOf(manifest),
        'be at most 256 KiB',
        `${Math.ceil(size / 2 ** 10)} KiB`,
        'split it or make it smaller',
      );
  }
}
