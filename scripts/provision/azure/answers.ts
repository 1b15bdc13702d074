import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import { Refusal } from '../step';

/**
 * Responses that are no response of Azure Resource Manager: of a proxy, a login page, a broken connection. The clients would
 * take an empty one for a resource without properties, or end in a TypeError.
 */

/** Bytes of a response that are read: the largest of Azure, a page of a list, is far below a megabyte. */
const maxBytes = 10 * 2 ** 20;

/** Seconds that are waited when Azure limits the requests, at most; Azure asks for at most five minutes. */
const maxWait = 600;

/** An HTTP client whose responses are JSON objects of Azure, or refused with a cure. */
export function checkedAnswers(client: HttpClient = createDefaultHttpClient()): HttpClient {
  return {
    async sendRequest(request) {
      // The client streams instead of reading everything into memory first.
      request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
      const response = await client.sendRequest(request);
      const { readableStreamBody, ...rest } = response;
      return checked({ ...rest, bodyAsText: readableStreamBody ? await read(response) : response.bodyAsText });
    },
  };
}

async function read(response: PipelineResponse): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.readableStreamBody ?? []) {
    const part = Buffer.from(chunk as Buffer);
    bytes += part.length;
    if (bytes > maxBytes) throw odd(response, `is larger than ${maxBytes / 2 ** 20} MiB`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString();
}

function checked(response: PipelineResponse): PipelineResponse {
  const { status, headers, request, bodyAsText } = response;
  if (status >= 300 && status < 400) {
    const target = headers.get('location') ?? '';
    const host = URL.canParse(target, request.url) ? new URL(target, request.url).host : 'nowhere';
    if (host !== new URL(request.url).host) throw odd(response, `is a redirect to ${host}`);
    return response;
  }
  const wait = waitOf(headers.get('retry-after'));
  if (wait > maxWait) throw odd(response, `asks to wait ${wait} s`, `wait that long, and run the command again`);
  const empty = bodyAsText === undefined || bodyAsText === null || bodyAsText.trim() === '';
  if (status >= 400) return empty || !isObject(bodyAsText) ? { ...response, bodyAsText: errorBody(status) } : response;
  if (empty) {
    if (status !== 202 && status !== 204 && request.method !== 'HEAD') throw odd(response, 'is empty');
    return response;
  }
  if (!isObject(bodyAsText)) {
    const type = headers.get('content-type')?.split(';')[0] ?? 'no content type';
    throw odd(response, `is no JSON object but ${type}`);
  }
  return response;
}

/** Seconds of `Retry-After`, which is a number or a date. */
function waitOf(value: string | undefined): number {
  if (value === undefined) return 0;
  const seconds = Number(value);
  return Number.isNaN(seconds) ? Math.round((Date.parse(value) - Date.now()) / 1000) : seconds;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What the clients can read, in place of an error without the fields of one. */
function errorBody(status: number): string {
  return JSON.stringify({ error: { code: `HTTP${status}`, message: `HTTP ${status} without an error of Azure` } });
}

function odd({ request, status }: PipelineResponse, what: string, cure?: string): Refusal {
  const { host, pathname } = new URL(request.url);
  return new Refusal(
    host,
    `the response to ${request.method} ${pathname} (HTTP ${status}) ${what}`,
    cure ?? 'it is not of Azure Resource Manager: check HTTPS_PROXY, a login page of the network, and --cloud',
  );
}
