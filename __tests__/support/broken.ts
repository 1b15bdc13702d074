import type { Environment, Manifest } from '../../lib';
import { checkObjects } from '../../lib/checks';
import { keyOf } from '../../lib/checks/manifests';
import { type Problem, Report } from '../../lib/kit/report';
import { checkContextOf } from '../../lib/stack/external-objects';
import { resolve } from '../../lib/stack/resolved';
import { minimal } from './environments';
import { objectsOf } from './rendered';

/** A copy of everything that a sound environment renders, for a test to break. */
export class Stack {
  private text: string;

  constructor(readonly environment: Environment = minimal) {
    this.text = JSON.stringify(objectsOf(environment));
  }

  get manifests(): readonly Manifest[] {
    return JSON.parse(this.text) as Manifest[];
  }

  remove(key: string): this {
    this.demand(key);
    this.text = JSON.stringify(this.manifests.filter((manifest) => keyOf(manifest) !== key));
    return this;
  }

  /** Replaces a piece of JSON in one object; fails when the object does not have it. */
  replace(key: string, from: string, to: string): this {
    this.demand(key);
    const changed = this.manifests.map((manifest) => {
      const before = JSON.stringify(manifest);
      if (keyOf(manifest) !== key) return manifest;
      if (!before.includes(from)) throw new Error(`${key} has no ${from}`);
      return JSON.parse(before.replaceAll(from, to)) as Manifest;
    });
    this.text = JSON.stringify(changed);
    return this;
  }

  private demand(key: string): void {
    if (!this.manifests.some((manifest) => keyOf(manifest) === key)) throw new Error(`there is no ${key} to break`);
  }

  /** Problems that the checks of synth find. */
  problems(): readonly Problem[] {
    const report = new Report('test');
    const rendered = new Map([['all.k8s.yaml', this.manifests]]);
    checkObjects(rendered, checkContextOf(resolve(this.environment)), report);
    return report.problems;
  }
}
