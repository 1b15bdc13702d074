import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The built-in rule files, which go verbatim into a ConfigMap; `<name>.test.yaml` beside each is its promtool test. */

/** Names of the files, sorted. */
export const ruleFileNames: readonly string[] = readdirSync(__dirname)
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'))
  .sort();

/** Content of one file, to the letter. */
export function ruleFile(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}
