import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { synth } from '../../lib';
import { distOffenders, lawOffenders } from '../../lib/testing';
import { changesOfFiles, example, ordinaryChanges } from '../support/ordinary-changes';

/** The one test of `environments/` stays green with any ordinary change, once synth has run. */

test.each(ordinaryChanges)('the objects keep the laws after: $change', ({ after }) => {
  expect(lawOffenders(after)).toEqual([]);
});

describe('dist/', () => {
  const dist = mkdtempSync(join(tmpdir(), 'ordinary-changes-'));

  afterAll(() => rmSync(dist, { recursive: true }));

  // From one to the next in the same folder, as in a repository: files appear, change and go.
  test.each([{ change: 'nothing', after: example }, ...changesOfFiles])(
    'follows the environments at the next synth, and not before, after: $change',
    ({ after }) => {
      expect(distOffenders(after, dist)).not.toEqual([]);
      synth(after, [dist]);
      expect(distOffenders(after, dist)).toEqual([]);
    },
  );
});
