import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { ScrapeJob } from '../../lib';
import { Report } from '../../lib/kit/report';
import { checkScrapeJobs } from '../../lib/monitoring/scraping/job-check';
import { discoveries } from '../support/discoveries';
import { generatedJobs } from '../support/generated-jobs';
import { complaints, has } from '../support/programs';
import { mistakes } from '../support/scrape-jobs';

/** What synth accepts of scrape jobs is what Prometheus loads. */
const whenPromtool = has('promtool') ? describe : describe.skip;

whenPromtool('promtool', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What promtool says of a configuration with these jobs; nothing when it accepts them. */
  function faults(jobs: readonly ScrapeJob[]): string {
    const file = join(folder, 'prometheus.yaml');
    writeFileSync(file, stringify({ global: { scrape_interval: '30s' }, scrape_configs: jobs }));
    return complaints('promtool', ['check', 'config', '--syntax-only', file]);
  }

  /** The jobs that promtool refuses, and why; it stops at the first mistake of a file. */
  function refused(jobs: readonly ScrapeJob[]): readonly string[] {
    const fault = faults(jobs);
    if (fault === '') return [];
    if (jobs.length === 1) return [`${JSON.stringify(jobs[0])}: ${fault}`];
    const half = Math.ceil(jobs.length / 2);
    return [...refused(jobs.slice(0, half)), ...refused(jobs.slice(half))];
  }

  /** Kinds of discovery that this promtool was built without. */
  function unknownKinds(): readonly string[] {
    const fault = faults(discoveries.map((job, index) => ({ ...job, job_name: `${index}` })));
    const kinds = [...new Set([...fault.matchAll(/field (\w+_sd_configs) not found/g)].map(([, kind]) => kind ?? ''))];
    if (kinds.length > 0) process.stdout.write(`NOT RUN: jobs with ${kinds}: promtool was built without them\n`);
    return kinds;
  }

  function isAccepted(job: ScrapeJob): boolean {
    const report = new Report('test');
    checkScrapeJobs([job], { builtIn: [], scrapeInterval: '30s' }, report);
    return report.problems.length === 0;
  }

  test('refuses every mistake that synth refuses', () => {
    const unknown = unknownKinds();
    const jobs = mistakes
      .map(([what, job]) => ({ ...job, job_name: what }))
      .filter((job) => !unknown.some((kind) => kind in job));
    expect(jobs.length).toBeGreaterThan(40);
    expect(jobs.filter((job) => faults([job]) === '').map(({ job_name }) => job_name)).toEqual([]);
  });

  test('accepts each kind of discovery, and the generated jobs that synth accepts', () => {
    const unknown = unknownKinds();
    const known = discoveries.filter((job) => !unknown.some((kind) => kind in job));
    const sound = known.map((job, index) => ({ ...job, job_name: `discovery-${index}` }));
    const generated = generatedJobs(4000, known).filter(isAccepted);
    expect(generated.length).toBeGreaterThan(300);
    expect(refused([...sound, ...generated])).toEqual([]);
  });
});
