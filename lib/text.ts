import { stringify } from 'yaml';

/** A file in a ConfigMap or Secret as YAML that people read: no folded lines, and nothing said once as an alias. */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
