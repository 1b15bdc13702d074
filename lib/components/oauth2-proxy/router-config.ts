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
      ...withoutInternalPages,
      ...withoutIdentities,
      ...hosts.map(({ name, host }) => `use_backend ${name} if { req.hdr(host),field(1,:),lower -m str ${host} }`),
      'default_backend nobody',
    ]),
    section('frontend status', [`bind "$\{POD_IP}:${ports.oauth2ProxyRouterStatus.port}"`, 'monitor-uri /healthz']),
    section('backend nobody', ['http-request return status 404 content-type text/plain string "no such host"']),
    ...hosts.map(({ name, ui }) => section(`backend ${name}`, [server(ui, addressing)])),
  ].join('\n');
}

/**
 * Pages for operators, not for users: profiles, metrics, reload and shutdown, administration. The path is decoded first,
 * as the programs do. A path with an empty segment or one of dots could stand for another.
 */
const withoutInternalPages = [
  'http-request set-var(txn.path) path,url_dec',
  'acl is_unclean var(txn.path) -m sub // /./ /../',
  'acl is_unclean var(txn.path) -m end /. /..',
  'acl is_internal var(txn.path) -m reg ^/(debug|metrics|-|api/v[0-9]+/admin)(/|$)',
  'acl is_health var(txn.path) -m str /-/ready /-/healthy',
  'http-request return status 404 content-type text/plain string "no such page" if is_unclean',
  'http-request return status 404 content-type text/plain string "no such page" if is_internal !is_health',
];

/**
 * The UIs know no users. A session that one of them received would open every other host, and a client could choose the
 * identity in a header.
 */
const withoutIdentities = [
  ...['Cookie', 'Authorization', 'Proxy-Authorization', 'THANOS-TENANT', 'X-Scope-OrgID'].map(
    (header) => `http-request del-header ${header}`,
  ),
  ...['X-Forwarded-', 'X-Auth-', 'X-WebAuth-', 'X-Remote-', 'GAP-'].map(
    (start) => `http-request del-header ${start} -m beg`,
  ),
  'http-response del-header Set-Cookie',
  // A page of another host could frame a UI, and its clicks would be those of the user.
  'http-response set-header X-Frame-Options DENY',
];

function server(ui: ServicePort, addressing: Addressing): string {
  const host = hostOf(ui, addressing);
  const tls = `ssl ssl-min-ver TLSv1.3 verify required ca-file ${certificate.ca} sni str(${host})`;
  return `server service ${host}:${ui.port}${isSecured(ui.targetPort, addressing) ? ` ${tls}` : ''}`;
}

function section(head: string, lines: readonly string[]): string {
  return `${[head, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
