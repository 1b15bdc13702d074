import type { Environment } from '../../../lib';
import { Stack } from '../../support/broken';
import type { CheckName } from './check-names';

/** A piece of a rendered object that is replaced: key of the object, what stands there, what stands there instead. */
export type Edit = readonly [key: string, from: string, to: string];

/** A mistake in what is rendered, what finds it, and a part of what that says. */
export interface Mutation {
  readonly mistake: string;
  readonly of: Environment;
  readonly edits: readonly [Edit, ...Edit[]];
  readonly caughtBy: CheckName;
  readonly says: string;
}

/** What an environment renders, with the mistake in it. */
export function mutated({ of, edits }: Mutation): Stack {
  return edits.reduce((stack, [key, from, to]) => stack.replace(key, from, to), new Stack(of));
}

/** One row of a table: mistake, edits, and what is said about it; all of them are in one environment and found by one check. */
type Row = readonly [mistake: string, says: string, ...edits: readonly [Edit, ...Edit[]]];

/** Mutations of one environment that one check finds. */
export function caughtBy(check: CheckName, of: Environment, rows: readonly Row[]): readonly Mutation[] {
  return rows.map(([mistake, says, ...edits]) => ({ mistake, of, edits, caughtBy: check, says }));
}
