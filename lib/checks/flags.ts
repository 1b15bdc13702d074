import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { containersOf, workloadsOf } from './manifests';

/** Flags that a program no longer has, or that must not be used in this stack, by the container that would get them. */
const refused: readonly { readonly container: RegExp; readonly flag: RegExp; readonly cure: string }[] = [
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
    cure: 'it lets anyone who reaches the port end Prometheus or delete samples: remove it',
  },
];

/** Encodings that Prometheus can write and that the TSDB in Thanos cannot read. */
const unreadableFeatures = ['xor2-encoding', 'st-storage', 'histograms-st-encoding'];

/** What stands in the arguments of a container is checked as a whole: options and added flags alike. */
export function checkFlags(manifests: readonly Manifest[], report: Report): void {
  for (const { key, spec } of workloadsOf(manifests)) {
    for (const { name, args = [] } of containersOf(spec.template)) {
      const at = `${key} container ${name}`;
      const flags = new Map(
        args.map((argument) => [argument.split('=', 1)[0] ?? '', argument.split('=').slice(1).join('=')]),
      );
      for (const flag of flags.keys()) {
        const rule = refused.find((candidate) => candidate.container.test(name) && candidate.flag.test(flag));
        if (rule) report.add(at, 'not set a flag that is gone or unsafe', flag, rule.cure);
      }
      if (name === 'prometheus') checkPrometheus(at, flags, report);
    }
  }
}

function checkPrometheus(at: string, flags: ReadonlyMap<string, string>, report: Report): void {
  const [least, most] = ['min', 'max'].map((bound) => flags.get(`--storage.tsdb.${bound}-block-duration`));
  if (least !== most && !flags.has('--storage.tsdb.delay-compact-file.path')) {
    const rule = `set --storage.tsdb.max-block-duration equal to --storage.tsdb.min-block-duration (${least})`;
    report.add(at, rule, most, 'set both, or the sidecar refuses to upload');
  }
  for (const feature of (flags.get('--enable-feature') ?? '').split(',')) {
    if (unreadableFeatures.includes(feature)) {
      report.add(at, 'write blocks that Thanos can read', feature, 'remove it from enable-feature');
    }
  }
}
