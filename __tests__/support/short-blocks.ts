import { defineEnvironment } from '../../lib';
import type { Duration } from '../../lib/kit/units';
import { local } from './local-environment';

/** How long the blocks of `impatient` are. */
export const blockSeconds = 60;

/** Flags of a Prometheus whose blocks are this long, instead of two hours. */
export function blockFlags(duration: Duration) {
  return { 'storage.tsdb.min-block-duration': duration, 'storage.tsdb.max-block-duration': duration };
}

/** `local` with blocks of a minute instead of two hours, and a store gateway that looks for them at once. */
export const impatient = defineEnvironment({
  ...local,
  prometheus: {
    ...local.prometheus,
    scrapeInterval: '5s',
    flags: blockFlags(`${blockSeconds}s`),
  },
  thanosStore: { ...local.thanosStore, flags: { 'sync-block-duration': '10s' } },
});
