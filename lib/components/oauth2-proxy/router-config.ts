import type { Host } from '../../exposure/exposure';
import { type Addressing, hostOf, isSecured, type ServicePort } from '../../network/ports';
import { certificate } from '../../pods/tls';
import { ports } from './ports';

/** HAProxy in the pods of oauth2-proxy: forwards each request to the UI of its host. */

/**
 * `haproxy.cfg`: exposed hosts to their Services, 404 for any other host. Listens for oauth2-proxy in the same pod
 * only.
 */
export function routerConfig(hosts: readonly Host[], timeoutSeconds: number, addressing: Addressing): string {
  return [
    section('global', [
      'log stdout format raw local0 warning',
      // Otherwise HAProxy allocates memory for as many connections as the node allows, more than its limit.
      'maxconn 1024',
      'nbthread 1',
      // Running queries finish while the pod terminates.
      `hard-stop-after ${timeoutSeconds}s`,
    ]),
    section('resolvers cluster', [
      'parse-resolv-conf',
      'accepted_payload_size 8192',
      'timeout resolve 1s',
      'timeout retry 1s',
      'hold valid 10s',
    ]),
    section('defaults', [
      'mode http',
      'log global',
      'timeout connect 5s',
      `timeout client ${timeoutSeconds}s`,
      `timeout server ${timeoutSeconds}s`,
      // Services may be created after this pod.
      'default-server init-addr none resolvers cluster',
    ]),
    section('frontend router', [
      `bind 127.0.0.1:${ports.oauth2ProxyRouter.port}`,
      ...hosts.map(({ name, host }) => `use_backend ${name} if { req.hdr(host),field(1,:),lower -m str ${host} }`),
      'default_backend nobody',
    ]),
    section('frontend status', [`bind "$\{POD_IP}:${ports.oauth2ProxyRouterStatus.port}"`, 'monitor-uri /healthz']),
    section('backend nobody', ['http-request return status 404 content-type text/plain string "no such host"']),
    ...hosts.map(({ name, ui }) => section(`backend ${name}`, [server(ui, addressing)])),
  ].join('\n');
}

function server(ui: ServicePort, addressing: Addressing): string {
  const host = hostOf(ui, addressing);
  const tls = `ssl ssl-min-ver TLSv1.3 verify required ca-file ${certificate.ca} sni str(${host})`;
  return `server service ${host}:${ui.port}${isSecured(ui.targetPort, addressing) ? ` ${tls}` : ''}`;
}

function section(head: string, lines: readonly string[]): string {
  return `${[head, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
