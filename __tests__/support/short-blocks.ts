import { local } from '../../environments/local';
import { defineEnvironment } from '../../lib';

/** How long the blocks of `impatient` are. */
export const blockSeconds = 60;

const shortBlocks = `${blockSeconds}s` as const;

/** `local` with blocks of a minute instead of two hours, and a store gateway that looks for them at once. */
export const impatient = defineEnvironment({
  ...local,
  prometheus: {
    ...local.prometheus,
    scrapeInterval: '5s',
    flags: { 'storage.tsdb.min-block-duration': shortBlocks, 'storage.tsdb.max-block-duration': shortBlocks },
  },
  thanosStore: { ...local.thanosStore, flags: { 'sync-block-duration': '10s' } },
});
