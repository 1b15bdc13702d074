import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type OAuth2ProxyAuthentication, oauth2ProxySecret } from '../../exposure/authentication';
import type { Host } from '../../exposure/exposure';
import { flags } from '../../kit/flags';
import { checksum } from '../../kit/text';
import { type ComponentProps, metadata, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { preStopSeconds } from '../../pods/thanos';
import { caFiles } from '../../pods/tls';
import { configMapFiles, credentialFiles, type MountedVolume } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import { workloadIdentity } from '../../pods/workload-identity';
import * as query from '../thanos-query/ports';
import { owner, ports, services } from './ports';
import { routerConfig } from './router-config';

/** Options of oauth2-proxy, and values that the stack sets. */
export interface OAuth2ProxyProps extends Omit<OAuth2ProxyAuthentication, 'type'>, ComponentProps {
  /** Hosts of the UIs behind it. */
  readonly hosts: readonly Host[];
  /** Timeout of queries in seconds. */
  readonly queryTimeoutSeconds: number;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 2,
  sessionDuration: '8h',
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
} as const;

const router = { configMap: 'oauth2-proxy-router', key: 'haproxy.cfg', path: '/etc/haproxy' } as const;

const routerFiles = configMapFiles('router', router.configMap, router.path);

/**
 * Deployment of oauth2-proxy, which authenticates users of the UIs without a login, and its Service. A router in its
 * pods selects the UI: oauth2-proxy itself has one upstream for all hosts.
 */
export class OAuth2Proxy extends Construct {
  constructor(scope: Construct, id: string, props: OAuth2ProxyProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const timeoutSeconds = props.queryTimeoutSeconds + 30;
    const identity = identityOf(props);
    const secrets = credentialFiles(
      'secrets',
      props.secretName ?? oauth2ProxySecret.name,
      oauth2ProxySecret.path,
      props,
    );
    const data = { [router.key]: routerConfig(props.hosts, timeoutSeconds, props) };
    pod.serviceAccount(this, owner, props, identity.serviceAccountAnnotations);
    networkPolicy(this, owner, props);
    new k8s.KubeConfigMap(this, 'router', { metadata: metadata(owner, router.configMap, props), data });
    service(this, services.oauth2Proxy, props);
    pod.disruptionBudget(this, self, replicas, props);
    const sidecar = routerContainer(props);
    const pods = {
      replicas,
      strategy: pod.rollingUpdate,
      labels: identity.podLabels,
      // The router reads its configuration at its start only.
      annotations: { 'checksum/config': checksum(data) },
      terminationGracePeriodSeconds: preStopSeconds.clusterIp + timeoutSeconds + 10,
      spec: { initContainers: [sidecar] },
      containers: [container(secrets, timeoutSeconds, props)],
      volumes: [secrets, ...filesOfRouter(props)].map(({ volume }) => volume),
    };
    const workload = new ApiObject(this, 'deployment', k8s.KubeDeployment.manifest(deployment(self, props, pods)));
    pod.nativeSidecar(workload, 0);
    pod.preStopDelay(workload, preStopSeconds.clusterIp);
  }
}

/** Configuration of the router, and the CA of the UIs, which is the same for all. */
function filesOfRouter({ internalTls }: OAuth2ProxyProps): readonly MountedVolume[] {
  return [routerFiles, ...(internalTls ? [caFiles(query.owner.component, internalTls)] : [])];
}

function identityOf({ credential, clientId }: OAuth2ProxyProps) {
  if (credential.type === 'workload-identity') return workloadIdentity(clientId);
  return { serviceAccountAnnotations: {}, podLabels: {} };
}

function container(secrets: MountedVolume, timeoutSeconds: number, props: OAuth2ProxyProps): k8s.Container {
  const { tenantId, clientId, allowedGroups, credential } = props;
  const bySecret = credential.type === 'client-secret';
  return {
    name: owner.component,
    image: pod.image('quay.io/oauth2-proxy/oauth2-proxy', props),
    args: flags({
      provider: 'entra-id',
      'oidc-issuer-url': `https://login.microsoftonline.com/${tenantId}/v2.0`,
      'client-id': clientId,
      'client-secret-file': bySecret ? `${oauth2ProxySecret.path}/${oauth2ProxySecret.clientKey}` : undefined,
      'entra-id-federated-token-auth': bySecret ? undefined : 'true',
      scope: 'openid profile',
      'code-challenge-method': 'S256',
      'insecure-oidc-skip-nonce': 'false',
      // Tokens of Entra ID lack the e-mail address of users without one; every user has this claim.
      'oidc-email-claim': 'preferred_username',
      'email-domain': '*',
      'allowed-group': allowedGroups === 'everyone' ? undefined : allowedGroups,
      'skip-provider-button': 'true',
      // API requests without a session get 401 instead of a redirect to the login, which they cannot follow.
      'api-route': '^/api/',
      // The prefix restricts the cookie to one host.
      'cookie-name': '__Host-oauth2-proxy',
      'cookie-secret-file': `${oauth2ProxySecret.path}/${oauth2ProxySecret.cookieKey}`,
      'cookie-samesite': 'lax',
      'cookie-expire': props.sessionDuration ?? defaults.sessionDuration,
      'cookie-csrf-per-request': 'true',
      'cookie-csrf-per-request-limit': 10,
      // Tokens of Entra ID are too large for a cookie, and no UI behind the proxy uses them.
      'session-cookie-minimal': 'true',
      'pass-basic-auth': 'false',
      'pass-user-headers': 'false',
      upstream: `http://127.0.0.1:${ports.oauth2ProxyRouter.port}/`,
      'upstream-timeout': `${timeoutSeconds}s`,
      'http-address': `:${ports.oauth2Proxy.port}`,
      'metrics-address': `:${ports.oauth2ProxyMetrics.port}`,
      'silence-ping-logging': 'true',
      ...props.flags,
    }),
    ports: [pod.containerPort(ports.oauth2Proxy), pod.containerPort(ports.oauth2ProxyMetrics)],
    readinessProbe: pod.httpProbe('/ready', ports.oauth2Proxy, props, { periodSeconds: 3 }),
    livenessProbe: pod.httpProbe('/ping', ports.oauth2Proxy, props, { failureThreshold: 6 }),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [secrets.mount],
  };
}

function routerContainer(props: OAuth2ProxyProps): k8s.Container {
  const status = ports.oauth2ProxyRouterStatus;
  return {
    name: 'router',
    image: pod.image('docker.io/library/haproxy', props),
    command: ['haproxy'],
    args: ['-db', '-f', `${router.path}/${router.key}`],
    env: pod.podVariables('POD_IP'),
    ports: [pod.containerPort(ports.oauth2ProxyRouter), pod.containerPort(status)],
    startupProbe: pod.httpProbe('/healthz', status, props, { periodSeconds: 1, failureThreshold: 60 }),
    readinessProbe: pod.httpProbe('/healthz', status, props, { periodSeconds: 3 }),
    livenessProbe: pod.tcpProbe(status),
    resources: pod.resourceRequirements(defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: filesOfRouter(props).map(({ mount }) => mount),
  };
}
