import type { Manifest } from '../manifest';
import { keyOf } from './manifests';
import type { Report } from './report';

/** The API server refuses a ConfigMap or Secret above this, and etcd any object that is not much larger. */
const most = 2 ** 20;

/** No object is larger than the API server takes. */
export function checkSizes(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    const isData = manifest.kind === 'ConfigMap' || manifest.kind === 'Secret';
    const size = Buffer.byteLength(JSON.stringify(isData ? (manifest.data ?? manifest.stringData ?? {}) : manifest));
    if (size > most)
      report.add(keyOf(manifest), 'be at most 1 MiB', `${(size / most).toFixed(1)} MiB`, 'split it or make it smaller');
  }
}
