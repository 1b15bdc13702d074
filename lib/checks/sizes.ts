import type { Manifest } from '../manifest';
import { keyOf } from './manifests';
import type { Report } from './report';

/** The API server refuses a ConfigMap or Secret above this. */
const most = 2 ** 20;

/** No ConfigMap or Secret is larger than the API server takes. */
export function checkSizes(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    if (manifest.kind !== 'ConfigMap' && manifest.kind !== 'Secret') continue;
    const size = Buffer.byteLength(JSON.stringify(manifest.data ?? manifest.stringData ?? {}));
    if (size > most)
      report.add(keyOf(manifest), 'be at most 1 MiB', `${(size / most).toFixed(1)} MiB`, 'split it or make it smaller');
  }
}
