import type { Flags } from '../../kit/flags';
import type { Features } from './index';

/** The features of PromQL that the flags of a program enable. */
export function featuresOf(flags: Flags = {}): Features {
  const given = [flags['enable-feature'] ?? []].flat().join().split(',');
  return { experimentalFunctions: given.includes('promql-experimental-functions') };
}
