import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type BlockIdentity, blockIdentityAnnotation } from '../kit/block-identity';
import { type Problem, Report } from '../kit/report';

/** Changes of what identifies blocks, against the files in an output folder. */

/** Keys of an environment, and what a change of each does. */
const consequences: Readonly<Record<keyof BlockIdentity, readonly [key: string, consequence: string]>> = {
  namespace: [
    'namespace',
    'a second stack would upload blocks of the same streams beside the first one, and the Compactor would halt',
  ],
  cluster: ['cluster', 'series would be doubled for days, and no Compactor would compact or delete the former blocks'],
  identityLabels: [
    'identityLabels',
    'series would be doubled for days, and no Compactor would compact or delete the former blocks',
  ],
  externalLabels: [
    'prometheus.externalLabels',
    'series would be doubled for as long as Prometheus keeps local samples, and new streams of blocks would begin',
  ],
  objectStorage: ['objectStorage', 'the blocks in the former place would neither be queried nor compacted'],
};

const file = 'prometheus-config.k8s.yaml';

/**
 * Reports environments whose blocks had another identity in an output folder, unless the change is accepted.
 * @param accepted names of the environments whose change is accepted
 */
export function identityChanges(
  files: ReadonlyMap<string, readonly string[]>,
  folder: string,
  accepted: readonly string[],
): readonly Problem[] {
  return [...files].flatMap(([path, documents]) => {
    const [name = '', base] = path.split('/');
    const target = join(folder, path);
    if (base !== file || accepted.includes(name) || !existsSync(target)) return [];
    const before = identityIn(readFileSync(target, 'utf8'));
    const after = identityIn(documents.join('\n'));
    return before && after ? differences(name, before, after) : [];
  });
}

function differences(name: string, before: BlockIdentity, after: BlockIdentity): readonly Problem[] {
  const report = new Report(name);
  for (const [part, [key, consequence]] of Object.entries(consequences)) {
    const [former, value] = [before, after].map((identity) => String(identity[part as keyof BlockIdentity]));
    if (former === value) continue;
    const cure = `revert it, or accept the change: npm run synth -- --accept-identity-change ${name}`;
    report.add(key, `stay ${former || 'empty'} as in dist/: ${consequence}`, value, cure);
  }
  return report.problems;
}

/** The identity in a rendered file; `undefined` in a file of an older version. */
function identityIn(text: string): BlockIdentity | undefined {
  const line = text.split('\n').find((one) => one.trimStart().startsWith(`${blockIdentityAnnotation}:`));
  if (line === undefined) return undefined;
  const annotation = (parse(line.trim()) as Readonly<Record<string, string>>)[blockIdentityAnnotation];
  try {
    return JSON.parse(annotation ?? '') as BlockIdentity;
  } catch {
    return undefined;
  }
}
