import { expect, test } from '@jest/globals';
import { Report } from '../../lib/kit/report';
import { checkScrapeJobs } from '../../lib/monitoring/scraping/job-check';
import { deceptions, discoveries, mistakes } from '../support/scrape-jobs';

function refusedFields(job: object): readonly string[] {
  const report = new Report('test');
  checkScrapeJobs([{ job_name: 'shop', ...job }], { builtIn: ['kubelet'], scrapeInterval: '30s' }, report);
  return report.problems.map(({ key }) => key.replace('scrapeJobs[0].', ''));
}

test('a job is refused for each relation of its fields that Prometheus demands, by the key of the field', () => {
  const refused = [...mistakes, ...deceptions].map(([what, job]) => [what, refusedFields(job)]);
  expect(refused).toEqual([...mistakes, ...deceptions].map(([what, _, field]) => [what, [field]]));
});

test('a sound job of every kind of discovery is accepted', () => {
  expect(discoveries.map((job) => [job, refusedFields(job)])).toEqual(discoveries.map((job) => [job, []]));
});

test('a step with the defaults that the configuration page of Prometheus shows is accepted', () => {
  const keep = { source_labels: ['a'], separator: ';', regex: 'b', replacement: '$1', action: 'keep' };
  const drop = { regex: 'b', separator: ';', replacement: '$1', action: 'labeldrop' };
  expect(refusedFields({ relabel_configs: [keep, drop] })).toEqual([]);
});
