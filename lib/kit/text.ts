import { createHash } from 'node:crypto';
import { stringify } from 'yaml';

/** A file in a ConfigMap or Secret as YAML that people read: no folded lines, and nothing said once as an alias. */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** A short text that changes when the value does: as an annotation of a pod template it starts new pods. */
export function checksum(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
