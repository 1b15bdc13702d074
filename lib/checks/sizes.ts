import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf } from './manifests';

/**
 * `kubectl apply` keeps a copy of what it applied in an annotation, and the API server refuses annotations above this. An
 * apply on the side of the server could have 1 MiB.
 */
const most = 256 * 2 ** 10;

/** No object is larger than what `kubectl apply` can carry. */
export function checkSizes(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    const isData = manifest.kind === 'ConfigMap' || manifest.kind === 'Secret';
    const size = Buffer.byteLength(JSON.stringify(isData ? (manifest.data ?? manifest.stringData ?? {}) : manifest));
    if (size > most)
      report.add(
        keyOf(manifest),
        'be at most 256 KiB',
        `${Math.ceil(size / 2 ** 10)} KiB`,
        'split it or make it smaller',
      );
  }
}
