import { Construct } from 'constructs';
import * as gatewayApi from '../../../imports/gateway.networking.k8s.io';
import { certificateOf, type GatewayExposure, type Host, issuerAnnotations } from '../../exposure/exposure';
import { hostOf, isSecured, type ServicePort } from '../../network/ports';
import { type ComponentProps, metadata, stackLabels } from '../../pods/component';

/** Options of the exposure by the Gateway API, and values that the stack sets. */
export interface GatewayProps extends GatewayExposure, ComponentProps {
  readonly hosts: readonly Host[];
}

/** One Gateway for all hosts, an HTTPRoute for each, and one that redirects HTTP to HTTPS. */
export class Gateway extends Construct {
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { namespace, tls, annotations, infrastructureAnnotations, hosts } = props;
    new gatewayApi.Gateway(this, 'gateway', {
      metadata: {
        ...parent(props),
        labels: stackLabels,
        annotations: { ...issuerAnnotations(tls), ...annotations },
      },
      spec: {
        gatewayClassName: props.gatewayClassName,
        ...(infrastructureAnnotations ? { infrastructure: { annotations: infrastructureAnnotations } } : {}),
        listeners: [http, ...httpsListeners(props)].map((listener) => ({
          ...listener,
          allowedRoutes: { namespaces: allowedNamespaces(props) },
        })),
      },
    });
    if (tls.type !== 'none') {
      new gatewayApi.HttpRoute(this, 'https-redirect', {
        metadata: { name: 'https-redirect', namespace, labels: stackLabels },
        spec: {
          parentRefs: [{ ...parent(props), sectionName: http.name }],
          hostnames: hosts.map(({ host }) => host),
          rules: [{ filters: [redirectToHttps] }],
        },
      });
    }
    for (const { name, host, backend, ui } of hosts) {
      new gatewayApi.HttpRoute(this, name, {
        metadata: metadata(backend.targetPort, name, props),
        spec: {
          parentRefs: [
            { ...parent(props), sectionName: { none: http.name, secret: https, 'cert-manager': name }[tls.type] },
          ],
          hostnames: [host],
          rules: [
            // The router behind oauth2-proxy refuses these pages itself.
            ...(backend === ui ? [internalPages] : []),
            { backendRefs: [{ name: backend.name, port: backend.port }] },
          ],
        },
      });
      if (isSecured(backend.targetPort, props)) this.backendTls(backend, props);
    }
  }

  /** The Gateway connects to a UI by HTTPS, and verifies its certificate. */
  private backendTls(backend: ServicePort, props: GatewayProps): void {
    const { name, targetPort } = backend;
    const { backendCa } = props;
    new gatewayApi.BackendTlsPolicy(this, `backend-${name}`, {
      metadata: metadata(targetPort, name, props),
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name }],
        validation: {
          hostname: hostOf(backend, props),
          ...(backendCa ? { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: backendCa }] } : {}),
        },
      },
    });
  }
}

/**
 * Pages for operators: profiles, metrics, reload and shutdown, administration. A rule without a backend answers 500; it
 * does not match a path that is written in another way.
 */
const internalPages: gatewayApi.HttpRouteSpecRules = {
  matches: ['/debug', '/metrics', '/-/reload', '/-/quit', '/api/v1/admin'].map((value) => ({
    path: { type: gatewayApi.HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value },
  })),
};

const http = { name: 'http', protocol: 'HTTP', port: 80 } as const;

/** Name of the listener that serves every host with one certificate. */
const https = 'https';

const redirectToHttps: gatewayApi.HttpRouteSpecRulesFilters = {
  type: gatewayApi.HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT,
  requestRedirect: {
    scheme: gatewayApi.HttpRouteSpecRulesFiltersRequestRedirectScheme.HTTPS,
    statusCode: gatewayApi.HttpRouteSpecRulesFiltersRequestRedirectStatusCode.VALUE_301,
  },
};

/**
 * Reference of routes to the Gateway. Its name contains the namespace of the stack: Gateways of stacks may share one.
 */
function parent({ namespace, gatewayNamespace = namespace }: GatewayProps) {
  return { name: `${namespace}-gateway`, namespace: gatewayNamespace };
}

/** One listener for all hosts where one certificate is valid for all; cert-manager issues one for each listener. */
function httpsListeners({ tls, domain, hosts }: GatewayProps): gatewayApi.GatewaySpecListeners[] {
  if (tls.type === 'none') return [];
  if (tls.type === 'secret') return [httpsListener(https, `*.${domain}`, tls.name)];
  return hosts.map(({ name, host }) => httpsListener(name, host, certificateOf(name, tls)));
}

function httpsListener(name: string, hostname: string, secret: string): gatewayApi.GatewaySpecListeners {
  const mode = gatewayApi.GatewaySpecListenersTlsMode.TERMINATE;
  return { name, hostname, protocol: 'HTTPS', port: 443, tls: { mode, certificateRefs: [{ name: secret }] } };
}

/** The namespaces of the stack and of the Gateway, where cert-manager creates routes for HTTP-01 challenges. */
function allowedNamespaces(props: GatewayProps): gatewayApi.GatewaySpecListenersAllowedRoutesNamespaces {
  const from = gatewayApi.GatewaySpecListenersAllowedRoutesNamespacesFrom;
  const namespaces = [props.namespace, parent(props).namespace];
  if (namespaces[0] === namespaces[1]) return { from: from.SAME };
  const key = 'kubernetes.io/metadata.name';
  return { from: from.SELECTOR, selector: { matchExpressions: [{ key, operator: 'In', values: namespaces }] } };
}
