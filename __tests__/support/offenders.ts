import { isDeepStrictEqual } from 'node:util';

/** What a law says of one item: what is wrong with it, or nothing. */
type Fault = string | false | undefined;

/**
 * The items that break a law, a line each: `azure: StatefulSet/prometheus container thanos-sidecar: no limit of memory`.
 * @param look what is wrong with an item
 * @throws when there is nothing to look at: the law would hold of anything
 */
export function offenders<Item extends { readonly id: string }>(
  items: readonly Item[],
  look: (item: Item) => Fault | readonly Fault[],
): readonly string[] {
  if (items.length === 0) throw new Error('the law looks at nothing');
  return items.flatMap((item) =>
    [look(item)]
      .flat()
      .filter((fault) => typeof fault === 'string')
      .map((fault) => `${item.id}: ${fault}`),
  );
}

/** What an object has otherwise than it must, field by field; it may have more. */
export function differences(
  actual: object | undefined,
  expected: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.entries(expected)
    .map(([field, value]) => ({
      field,
      value,
      found: (actual as Readonly<Record<string, unknown>> | undefined)?.[field],
    }))
    .filter(({ value, found }) => !isDeepStrictEqual(found, value))
    .map(({ field, value, found }) => `${field} must be ${JSON.stringify(value)}, got ${JSON.stringify(found)}`);
}
