import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';
import { complete } from '../support/complete';
import { environments } from '../support/law-environments';
import { has } from '../support/programs';
import { objectsOf } from '../support/rendered';

/** The Pod Security admission of Kubernetes itself, which the namespace of the stack enforces at `restricted`. */

interface Verdict {
  readonly Kind: string;
  readonly Name: string;
  readonly Restricted: readonly string[] | null;
}

/** Workloads whose pods `restricted` forbids. */
function forbidden(manifests: readonly Manifest[]): readonly string[] {
  const { stdout, stderr } = spawnSync('pod-security', { encoding: 'utf8', input: Yaml.stringify(...manifests) });
  if (stdout === '') throw new Error(stderr);
  const verdicts = JSON.parse(stdout) as readonly Verdict[];
  return verdicts.filter(({ Restricted }) => Restricted !== null).map(({ Kind, Name }) => `${Kind}/${Name}`);
}

(has('pod-security') ? describe : describe.skip)('pod security', () => {
  test.each([...environments, ...complete])('forbids no pod of $name but that of node-exporter', (environment) => {
    expect(forbidden(objectsOf(environment))).toEqual(['DaemonSet/node-exporter']);
  });
});
