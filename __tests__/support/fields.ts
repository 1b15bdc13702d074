/** Fields of rendered objects, by the keys that lead to them. */

/** Keys that lead to a field. */
export type Path = readonly (string | number)[];

/**
 * Sets a field of an object, or removes it where the value is `undefined`.
 * @throws Error if the path ends before its last key
 */
export function setField(target: unknown, [key, ...rest]: Path, value: unknown): void {
  if (typeof target !== 'object' || target === null || key === undefined) throw new Error('the path leads nowhere');
  if (rest.length > 0) setField(Reflect.get(target, key), rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, key);
  else Reflect.set(target, key, value);
}
