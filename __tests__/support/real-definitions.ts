import { afterAll, beforeAll, describe } from '@jest/globals';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';
import { customResourceDefinitions, type sources } from '../../scripts/import-crds';
import { kubectl } from './cluster';
import { complaints, has } from './programs';

/** A real API server with the definitions of custom resources by those who publish them. */

/** `describe` where there is one and Go, which fetches the definitions; else it is skipped, with a word in the output. */
export function describeOnServer(what: string): typeof describe | typeof describe.skip {
  if (!has('go') || !has('kubectl')) return describe.skip;
  const answers = complaints('kubectl', ['get', '--raw=/readyz']) === '';
  if (!answers) process.stdout.write(`NOT RUN: ${what} against a real API server: KUBECONFIG leads to none\n`);
  return answers ? describe : describe.skip;
}

/**
 * Creates definitions and namespaces before the tests of this block, and deletes them after.
 * @param names definitions, such as `gateways.gateway.networking.k8s.io`
 */
export function definedOnServer(
  groups: readonly (keyof typeof sources)[],
  names: readonly string[],
  namespaces: readonly string[],
): void {
  /** Empty until it is certain that only objects of the tests would be deleted. */
  let ours: readonly string[] = [];

  beforeAll(async () => {
    const definitions = names.map((name) => `customresourcedefinition/${name}`);
    const all = [...definitions, ...namespaces.map((name) => `namespace/${name}`)];
    const existing = await kubectl(['get', ...all, '--ignore-not-found', '--output=name']);
    if (existing !== '') throw new Error(`this suite creates and deletes ${all}, but the cluster has ${existing}`);
    ours = all;
    const files = groups.flatMap(customResourceDefinitions);
    await kubectl(['apply', '--server-side', ...files.map((path) => `--filename=${path}`)]);
    await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...definitions]);
    for (const name of namespaces) await kubectl(['create', 'namespace', name]);
  });

  afterAll(async () => {
    if (ours.length > 0) await kubectl(['delete', '--ignore-not-found', ...ours]);
  });
}

/** What the server says of objects that it checks and does not keep. */
export function dryRun(manifests: readonly Manifest[]): Promise<string> {
  return kubectl(['apply', '--dry-run=server', '--validate=strict', '--filename=-'], Yaml.stringify(...manifests));
}
