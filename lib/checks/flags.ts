import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { containersOf, workloadsOf } from './manifests';

/** Flags that are removed, deprecated or unsafe in this stack, by container. */
const refusedFlags: readonly { readonly container: RegExp; readonly flag: RegExp; readonly cure: string }[] = [
  {
    container: /^thanos-query$/,
    flag: /^--(store|rule|metadata|exemplar)$/,
    cure: 'Thanos 0.38 removed it: use endpoint.sd-config-file',
  },
  {
    container: /^thanos-query$/,
    flag: /^--(endpoint(-strict|-group|-group-strict)?|store\.sd-(files|interval))$/,
    cure: 'Thanos 0.42 deprecated it: use endpoint.sd-config-file',
  },
  {
    container: /^thanos-store$/,
    flag: /^--(debug\.advertise-compatibility-label|store\.grpc\.(series-sample-limit|touched-series-limit))$/,
    cure: 'use store.limits.request-series or store.limits.request-samples',
  },
  { container: /^thanos-/, flag: /^--cluster\..*$/, cure: 'Thanos 0.5 removed gossip: remove it' },
  {
    container: /^prometheus$/,
    flag: /^--(storage\.tsdb\.retention(\.time|\.size)?|storage\.tsdb\.allow-overlapping-blocks|alertmanager\.timeout)$/,
    cure: 'Prometheus removed or deprecated it: use prometheus.retention',
  },
  {
    container: /^prometheus$/,
    flag: /^--web\.enable-(lifecycle|admin-api)$/,
    cure: 'every client of the port could stop Prometheus or delete samples: remove it',
  },
];

/** Features with block encodings that the TSDB library of Thanos cannot read. */
const unreadableFeatures = ['xor2-encoding', 'st-storage', 'histograms-st-encoding'];

/** Checks all arguments of a container, both from options and from added flags. */
export function checkFlags(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    for (const { name, args = [] } of containersOf(spec.template)) {
      const containerKey = `${key} container ${name}`;
      const flags = new Map(
        args.map((argument) => [argument.split('=', 1)[0] ?? '', argument.split('=').slice(1).join('=')]),
      );
      for (const flag of flags.keys()) {
        const rule = refusedFlags.find((candidate) => candidate.container.test(name) && candidate.flag.test(flag));
        if (rule) report.add(containerKey, 'not set a removed, deprecated or unsafe flag', flag, rule.cure);
      }
      if (name === 'prometheus') checkPrometheus(containerKey, flags, report);
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
