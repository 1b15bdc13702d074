import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { yamlWriter } from './yaml';

/** A file in a ConfigMap or Secret as YAML, readable in a diff: no folded lines and no aliases. */
export function yaml(value: object): string {
  return yamlWriter((part) => stringify(part, { lineWidth: 0, aliasDuplicateObjects: false }))(value);
}

/** A hash of a value. As an annotation of a pod template, a changed hash starts a rollout. */
export function checksum(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** A space and a part of an expression, as far as it is a word or a sign: longer texts could be a part of a credential. */
export function shown(text = ''): string {
  return /^(?:[a-z_]{1,20}|[^\w\s]{1,2}|\d{1,3}\w?)$/.test(text) ? ` ${text}` : '';
}
