import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpHeaders, createPipelineRequest, type HttpMethods } from '@azure/core-rest-pipeline';
import type { FakeArm } from './fake-arm';
import { isObject, type Json, type JsonObject } from './protocol';
import { azureFolder } from './types-walker';

/** Recorded sessions of clients with the real Azure, and what a fake answers to the same requests. */

interface Entry {
  readonly RequestUri: string;
  readonly RequestMethod: HttpMethods;
  readonly RequestBody: Json;
  readonly StatusCode: number;
  readonly ResponseHeaders: Readonly<Record<string, string>>;
  readonly ResponseBody: Json;
}

export interface Shape {
  readonly status: number;
  readonly location: boolean;
  readonly retryAfter: boolean;
  /** Keys of the body, and with a dot before them those of its properties. */
  readonly keys: readonly string[];
}

export interface Exchange {
  readonly request: string;
  readonly real: Shape;
  readonly fake: Shape;
}

export const recordingsFolder = join(azureFolder, 'recordings');
export const hasRecordings = existsSync(recordingsFolder);

/** Sends the requests of a recording, but for its deletions, which a fake refuses on purpose. */
export async function replay(name: string, fake: FakeArm): Promise<readonly Exchange[]> {
  const text = readFileSync(join(recordingsFolder, name), 'utf8');
  const { Entries: all } = JSON.parse(text) as { readonly Entries: readonly Entry[] };
  const exchanges: Exchange[] = [];
  /** Operations have an id that is made up anew: those of the fake by those of the recording. */
  const operations = new Map<string, string>();
  for (const entry of all.filter(({ RequestMethod }) => RequestMethod !== 'DELETE')) {
    const answer = await fake.sendRequest(
      createPipelineRequest({
        url: operations.get(entry.RequestUri) ?? entry.RequestUri,
        method: entry.RequestMethod,
        ...(isObject(entry.RequestBody) ? { body: JSON.stringify(entry.RequestBody) } : {}),
      }),
    );
    const location = entry.ResponseHeaders.Location;
    const ours = answer.headers.get('Location');
    if (location !== undefined && ours !== undefined) operations.set(location, ours);
    exchanges.push({
      request: `${entry.RequestMethod} ${entry.RequestUri}`,
      real: shape(entry.StatusCode, createHttpHeaders(entry.ResponseHeaders), entry.ResponseBody),
      fake: shape(answer.status, answer.headers, answer.bodyAsText ? JSON.parse(answer.bodyAsText) : []),
    });
  }
  return exchanges;
}

function shape(status: number, headers: ReturnType<typeof createHttpHeaders>, body: Json): Shape {
  return { status, location: headers.has('Location'), retryAfter: headers.has('Retry-After'), keys: keysOf(body) };
}

function keysOf(body: Json): readonly string[] {
  if (!isObject(body)) return [];
  const listed = Array.isArray(body.value) ? body.value.map((item) => keysOf(item).join(' ')) : [];
  const inner: JsonObject = isObject(body.properties) ? body.properties : {};
  return [...Object.keys(body), ...Object.keys(inner).map((key) => `.${key}`), ...listed].sort();
}
