import { Readable } from 'node:stream';
import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from '@jest/globals';
import { checkedAnswers } from '../../scripts/provision/azure/answers';
import { Refusal } from '../../scripts/provision/step';

/** Responses that are not of Azure Resource Manager: each ends as one line with a cure, none as a TypeError. */

interface Sent {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Readable | null;
}

const url = 'https://management.azure.com/subscriptions/1';

function responseTo({ status = 200, headers = {}, body = '' }: Sent, method: 'GET' | 'HEAD' = 'GET') {
  const client = checkedAnswers({
    sendRequest: async (request): Promise<PipelineResponse> => ({
      request,
      status,
      headers: createHttpHeaders(headers),
      ...(body instanceof Readable ? { readableStreamBody: body } : { bodyAsText: body }),
    }),
  });
  return client.sendRequest(createPipelineRequest({ url, method }));
}

const html = '<html><title>Log in</title></html>';
const inTwoYears = new Date(Date.now() + 63_072_000_000).toUTCString();

test.each<[Sent, string]>([
  [{ status: 302, headers: { location: 'https://login.example.com/' } }, 'is a redirect to login.example.com'],
  [{ status: 307, headers: { location: 'http://[' } }, 'is a redirect to nowhere'],
  [{ body: html, headers: { 'content-type': 'text/html; charset=utf-8' } }, 'is no JSON object but text/html'],
  [{ body: '[1]' }, 'is no JSON object but no content type'],
  [{ body: '"text"' }, 'is no JSON object'],
  [{ body: 'null' }, 'is no JSON object'],
  [{ body: '{"id": "/subscr' }, 'is no JSON object'],
  [{ body: '' }, 'is empty'],
  [{ body: ' \n' }, 'is empty'],
  [{ body: null }, 'is empty'],
  [{ status: 201 }, 'is empty'],
  [{ status: 429, headers: { 'retry-after': '31536000' } }, 'asks to wait 31536000 s'],
  [{ status: 503, headers: { 'retry-after': inTwoYears } }, 'asks to wait 6307'],
])('%j is refused', async (sent, reason) => {
  const error: unknown = await responseTo(sent).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(Refusal);
  expect(String(error)).toContain(`the response to GET /subscriptions/1 (HTTP ${sent.status ?? 200}) ${reason}`);
});

test.each<[Sent, string | undefined | null]>([
  [{ body: '{"a":1}' }, '{"a":1}'],
  [{ status: 202, headers: { 'retry-after': '17', location: url } }, ''],
  [{ status: 204 }, ''],
  [{ status: 307, headers: { location: '/subscriptions/2' } }, ''],
  [{ status: 429, headers: { 'retry-after': '300' }, body: '{"error":{"code":"Slow"}}' }, '{"error":{"code":"Slow"}}'],
  [{ body: Readable.from([Buffer.from('{"a":'), Buffer.from('2}')]) }, '{"a":2}'],
])('a response of Azure passes: %#', async (sent, text) => {
  expect((await responseTo(sent)).bodyAsText).toBe(text);
});

test.each(['', html, '[]', 'null'])('an error %j without an error of Azure has its code', async (body) => {
  const { bodyAsText } = await responseTo({ status: 429, body });
  expect(JSON.parse(bodyAsText ?? '')).toMatchObject({ error: { code: 'HTTP429' } });
});

test('a large body is read up to a bound, and the rest is not', async () => {
  let read = 0;
  function* endless() {
    for (;;) {
      read += 2 ** 20;
      yield Buffer.alloc(2 ** 20, 'x');
    }
  }
  const response = responseTo({ body: Readable.from(endless(), { highWaterMark: 1 }) });
  await expect(response).rejects.toThrow('is larger than 10 MiB');
  expect(read).toBeLessThan(16 * 2 ** 20);
});
