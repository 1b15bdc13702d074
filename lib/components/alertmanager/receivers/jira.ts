import type { Duration } from '../../../kit/units';
import type { Json } from '../../../monitoring/scrape-jobs';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A text of an issue, and whether it is updated. */
export interface JiraField {
  /** Text of the field. */
  readonly template?: TemplatedText;
  /**
   * Whether the field of an existing issue is updated.
   * @default true
   */
  readonly enable_update?: boolean;
}

/**
 * An issue of Jira (`jira_configs`). The token is in `http_config`: `basic_auth` with the e-mail address as user name for
 * Jira Cloud, `authorization` for Jira Data Center.
 */
export interface JiraNotification extends HttpNotification {
  /**
   * URL of the API with its path, such as `https://example.atlassian.net/rest/api/2/`.
   * @default - `global.jira_api_url`
   */
  readonly api_url?: string;
  /**
   * Kind of Jira.
   * @default 'auto'
   */
  readonly api_type?: 'auto' | 'cloud' | 'datacenter';
  /** Key of the project. */
  readonly project: TemplatedText;
  /** Type of the issue, such as `Bug`. */
  readonly issue_type: TemplatedText;
  /**
   * Summary of the issue.
   * @default '{{ template "jira.default.summary" . }}'
   */
  readonly summary?: TemplatedText | JiraField;
  /**
   * Description of the issue.
   * @default '{{ template "jira.default.description" . }}', which is for version 2 of the API
   */
  readonly description?: TemplatedText | JiraField;
  /** Labels of the issue. */
  readonly labels?: readonly TemplatedText[];
  /**
   * Priority of the issue.
   * @default '{{ template "jira.default.priority" . }}'
   */
  readonly priority?: TemplatedText;
  /**
   * Name of the transition that resolves an issue.
   * @default - issues stay open
   */
  readonly resolve_transition?: TemplatedText;
  /**
   * Name of the transition that reopens an issue.
   * @default - a new issue
   */
  readonly reopen_transition?: TemplatedText;
  /** Resolution with which an issue is not reopened. */
  readonly wont_fix_resolution?: TemplatedText;
  /** Age up to which a resolved issue is reopened. */
  readonly reopen_duration?: Duration;
  /** Other fields of the issue by name, such as `customfield_10001`, in the format of Jira. */
  readonly fields?: { readonly [name: string]: Json };
}

/** Rules of the fields of {@link JiraNotification}. */
export const jira: Kind<JiraNotification> = {
  service: 'Jira',
  required: ['project', 'issue_type'],
  oneOf: [{ of: ['api_url'], global: ['jira_api_url'] }],
  urls: ['api_url'],
  durations: ['reopen_duration'],
  check: (fields, report) => {
    for (const name of ['summary', 'description'] as const) {
      const value = fields[name];
      // Alertmanager reads these two, in quotes too, as no value.
      if (value !== 'null' && value !== '~') continue;
      report.add(name, 'be a text other than null and ~', value, 'set it as { template: ... }');
    }
  },
};
