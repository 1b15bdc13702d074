import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, type Problem, SynthesisError } from '../kit/report';
import { writtenFiles } from '../output/written';
import type { Environment } from '../stack/environment';
import { synth } from '../synth';

/** Compares the committed output of synth with what the environments render now. */

const cure = 'run npm run synth and commit it';

/**
 * Generated files of a folder that are not, byte for byte, what a fresh synth of the environments writes: changed by hand,
 * missing, or left over from an environment that is gone, and the lists of files. Files that synth did not write do not count.
 * @param environments every environment that synth writes into that folder
 * @param folder the committed output, such as `dist`
 * @returns a message for each file in order of path, with the cure; the refusals of synth, when it refuses; else nothing
 */
export function distOffenders(environments: readonly Environment[], folder: string): readonly string[] {
  try {
    const fresh = freshContents(environments);
    return differences(contentsOf(folder, fresh), fresh, folder).map(format);
  } catch (error) {
    if (error instanceof SynthesisError) return error.problems.map(format);
    throw error;
  }
}

/**
 * Content of every file that synth writes for these environments, by its path below the output folder.
 * @throws SynthesisError if synth refuses one of them
 */
export function freshContents(environments: readonly Environment[]): ReadonlyMap<string, string> {
  const temporary = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    synth(environments, [temporary]);
    return contentsOf(temporary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** Content of every file of a folder that synth wrote, and of those with the name of one, by its path below it. */
function contentsOf(folder: string, fresh: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const named = [...fresh.keys()].filter((path) => existsSync(join(folder, path)));
  const paths = new Set([...writtenFiles(folder), ...named]);
  return new Map([...paths].map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function differences(
  committed: ReadonlyMap<string, string>,
  fresh: ReadonlyMap<string, string>,
  folder: string,
): readonly Problem[] {
  const paths = [...new Set([...committed.keys(), ...fresh.keys()])].sort();
  return paths.flatMap((path) => {
    const [before, now] = [committed.get(path), fresh.get(path)];
    if (before === now) return [];
    const [environment = ''] = path.split('/');
    const key = `${folder}/${path}`;
    if (now === undefined) {
      return [{ environment, key, rule: 'not exist: nothing renders it', value: 'a file', cure }];
    }
    // The line itself is not shown: it may contain a credential.
    const value = before === undefined ? 'no file' : `another line ${firstDifferentLine(before, now)}`;
    return [{ environment, key, rule: 'be what the environment renders', value, cure }];
  });
}

function firstDifferentLine(one: string, other: string): number {
  const [lines, others] = [one.split('\n'), other.split('\n')];
  return lines.findIndex((line, index) => line !== others[index]) + 1 || lines.length + 1;
}
