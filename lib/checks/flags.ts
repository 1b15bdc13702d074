import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { containersOf, workloadsOf } from './manifests';

/** Features with block encodings that the TSDB library of Thanos cannot read. */
const unreadableFeatures = ['xor2-encoding', 'st-storage', 'histograms-st-encoding'];

/** Checks the arguments of Prometheus, both from options and from added flags. */
export function checkFlags(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    for (const { name, args = [] } of containersOf(spec.template)) {
      if (name !== 'prometheus') continue;
      const flags = args.map((argument): [string, string] => {
        const [flag = '', ...value] = argument.split('=');
        return [flag, value.join('=')];
      });
      checkPrometheus(`${key} container ${name}`, new Map(flags), report);
    }
  }
}

function checkPrometheus(key: string, flags: ReadonlyMap<string, string>, report: Report): void {
  const [min, max] = ['min', 'max'].map((bound) => flags.get(`--storage.tsdb.${bound}-block-duration`));
  if (min !== max && !flags.has('--storage.tsdb.delay-compact-file.path')) {
    const rule = `set --storage.tsdb.max-block-duration equal to --storage.tsdb.min-block-duration (${min})`;
    report.add(key, rule, max, 'set both to one value, or the sidecar refuses to upload');
  }
  for (const feature of (flags.get('--enable-feature') ?? '').split(',')) {
    if (unreadableFeatures.includes(feature)) {
      report.add(key, 'write blocks that Thanos can read', feature, 'remove it from enable-feature');
    }
  }
}
