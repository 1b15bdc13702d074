import type { Report } from '../../kit/report';
import { checkUrl } from '../http-config-check';
import type { KubernetesDiscovery, KubernetesRole, KubernetesSelector } from './discovery/kubernetes';

/** Roles that a selector of a discovery may name. */
const selectable: Readonly<Record<KubernetesRole, readonly KubernetesRole[]>> = {
  pod: ['pod', 'node'],
  service: ['service'],
  endpointslice: ['pod', 'service', 'endpointslice'],
  endpoints: ['pod', 'service', 'endpoints'],
  node: ['node'],
  ingress: ['ingress'],
};

/** Metadata of other objects that each role has. */
const attachable: Readonly<Record<KubernetesRole, readonly string[]>> = {
  pod: ['node', 'namespace', 'deployment', 'job', 'cronjob'],
  service: ['namespace'],
  endpointslice: ['node', 'namespace', 'deployment', 'job', 'cronjob'],
  endpoints: ['node', 'namespace', 'deployment', 'job', 'cronjob'],
  node: [],
  ingress: ['namespace'],
};

/** Fields of the HTTP client, which applies to another API server only. */
const client = [
  'basic_auth',
  'authorization',
  'oauth2',
  'tls_config',
  'http_headers',
  'proxy_url',
  'no_proxy',
  'proxy_from_environment',
  'follow_redirects',
  'enable_http2',
] as const;

const value = '(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const key = '(?:[a-z0-9][-a-z0-9.]*/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?';
const requirement = String.raw`\s*(?:!?\s*${key}|${key}\s*(?:==?|!=)\s*${value}|${key}\s+(?:not)?in\s*\(\s*${value}(?:\s*,\s*${value})*\s*\)|${key}\s*[<>]\s*\d+)\s*`;
const labelSelector = new RegExp(`^(?:${requirement}(?:,${requirement})*)?$`);
const fieldSelector = /^(?:[\w./-]+(?:==?|!=)[^,=!]*(?:,[\w./-]+(?:==?|!=)[^,=!]*)*)?$/;

/** Checks a discovery by the API server. */
export function checkKubernetesDiscovery(discovery: KubernetesDiscovery, report: Report): void {
  const { role, namespaces, selectors = [], attach_metadata: attached = {} } = discovery;
  checkApiServer(discovery, report);
  selectors.forEach((selector, index) => {
    checkSelector(selector, role, report.under(`selectors[${index}]`));
    if (selectors.findIndex((other) => other.role === selector.role) === index) return;
    report.add(`selectors[${index}].role`, 'be unique', selector.role, 'join the selectors of a role with a comma');
  });
  for (const [kind, wanted] of Object.entries(attached)) {
    if (!wanted || attachable[role].includes(kind)) continue;
    report.add(`attach_metadata.${kind}`, `not be set with the role ${role}`, wanted, 'remove it');
  }
  (namespaces?.names ?? []).forEach((name, index) => {
    if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return;
    report.add(`namespaces.names[${index}]`, 'be the name of a namespace', name, 'correct it');
  });
}

function checkApiServer(discovery: KubernetesDiscovery, report: Report): void {
  const { api_server: server, kubeconfig_file: file, namespaces } = discovery;
  if (server !== undefined) checkUrl('api_server', server, report);
  if (server && file) report.add('kubeconfig_file', 'not be set together with api_server', file, 'remove one');
  if ((server || file) && namespaces?.own_namespace) {
    const rule = 'not be set for another API server';
    report.add('namespaces.own_namespace', rule, true, 'list the namespaces in namespaces.names');
  }
  if (server) return;
  for (const field of client) {
    const isDefault = (field === 'follow_redirects' || field === 'enable_http2') && discovery[field] === true;
    if (discovery[field] === undefined || isDefault) continue;
    const cure = file ? 'put it into the file' : 'remove it: the ServiceAccount of Prometheus gives access';
    report.add(field, 'be set together with api_server only', '(not shown)', cure);
  }
}

function checkSelector({ role, label = '', field = '' }: KubernetesSelector, of: KubernetesRole, report: Report): void {
  if (!selectable[of].includes(role)) {
    report.add('role', `be ${selectable[of].join(' or ')} in a discovery of the role ${of}`, role, 'correct it');
  }
  if (!labelSelector.test(label)) report.add('label', 'be a label selector', label, 'write it like app=shop,tier!=db');
  if (!fieldSelector.test(field)) {
    report.add('field', 'be a field selector', field, 'write it like status.phase=Running');
  }
}
