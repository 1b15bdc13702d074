import type { Manifest } from '../kit/manifest';
import { type ApplyMethod, maxKibibytes, sizeOf } from '../kit/object-size';
import type { Report } from '../kit/report';
import { keyOf } from './manifests';

const cureOf: Readonly<Record<ApplyMethod, string>> = {
  'client-side': "make it smaller, or set apply: 'server-side' for 1 MiB and apply with kubectl apply --server-side",
  'server-side': 'split it or make it smaller',
};

const reasonOf: Readonly<Record<ApplyMethod, string>> = {
  'client-side': 'as a client-side apply stores it in an annotation',
  'server-side': 'the limit of a Kubernetes object',
};

/** No object may be larger than the environment's way of applying it permits. */
export function checkSizes(manifests: readonly Manifest[], method: ApplyMethod, report: Report): void {
  const limit = maxKibibytes[method];
  for (const manifest of manifests) {
    const kibibytes = sizeOf(manifest, method) / 2 ** 10;
    if (kibibytes <= limit) continue;
    const rule = `be at most ${limit} KiB, ${reasonOf[method]}`;
    report.add(keyOf(manifest), rule, `${Math.ceil(kibibytes)} KiB${largestOf(manifest)}`, cureOf[method]);
  }
}

/** The largest files of a ConfigMap, which are what can be made smaller. */
function largestOf({ data }: Manifest): string {
  const files = Object.entries(Object(data) as Record<string, string>);
  const largest = files.sort(([, one], [, other]) => other.length - one.length).slice(0, 3);
  return largest.length > 0 ? ` (${largest.map(([file]) => file).join(', ')})` : '';
}
