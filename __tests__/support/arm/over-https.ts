import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { createHttpHeaders, createPipelineRequest, type HttpMethods } from '@azure/core-rest-pipeline';
import { listening, type Server, type Tls } from '../servers';
import type { FakeArm } from './fake-arm';
import { isObject, type Json } from './protocol';

/** What answers requests: a fake, or something around one. */
export type Sends = Pick<FakeArm, 'sendRequest'>;

/**
 * Resource Manager behind a socket, for a process of its own. It asks for what no client in this process need show: a
 * token that is meant for the host that it is sent to.
 */
export function overHttps(sends: Sends, tls: Tls): Promise<Server> {
  const server = createServer(tls, async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const origin = `https://${headers.host}`;
    const body = await text(request);
    if (audienceOf(headers.authorization) !== origin) {
      response.writeHead(401, { 'Content-Type': 'application/json' });
      const message = 'The access token has been obtained for wrong audience or resource.';
      response.end(JSON.stringify({ error: { code: 'InvalidAuthenticationTokenAudience', message } }));
      return;
    }
    const sent = { url: `${origin}${url}`, method: method as HttpMethods, headers: createHttpHeaders() };
    try {
      const answer = await sends.sendRequest(createPipelineRequest(body === '' ? sent : { ...sent, body }));
      response.writeHead(answer.status, answer.headers.toJSON());
      response.end(answer.bodyAsText ?? '');
    } catch {
      // What a fake throws is no answer, but a connection that breaks.
      request.socket.destroy();
    }
  });
  return listening(server, () => server.closeAllConnections());
}

/** The audience of a bearer token. Its signature is not verified. */
function audienceOf(authorization = ''): unknown {
  const [, claims = ''] = authorization.replace(/^Bearer /, '').split('.');
  const parsed: Json = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}');
  return isObject(parsed) ? parsed.aud : undefined;
}
