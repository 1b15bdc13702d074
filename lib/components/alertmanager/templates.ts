import * as format from '../../kit/formats';
import { parseTemplate, type TemplateLanguage } from '../../kit/go-template';
import type { Report } from '../../kit/report';
import { fieldsOf } from './fields';
import { kinds } from './receivers/receiver';

/** Templates of notifications: own files, and texts of receivers with `{{ }}`. */

/** Functions of Alertmanager 0.34, beside those of Go. */
const language: TemplateLanguage = {
  functions: new Set(
    [
      'append base64decode base64encode date dict humanizeDuration join list match mustToDate now reReplaceAll',
      'routeLabels safeHtml safeUrl since stringSlice title toDate toJson toLower toUpper trimSpace tz urlUnescape',
    ].flatMap((line) => line.split(' ')),
  ),
};

/** Templates of Alertmanager 0.34, by the names of which own files may replace them; those that begin with `__` too. */
const builtIn = new Set([
  ...['__alertmanager', '__alertmanagerURL', '__description', '__subject'],
  ...['__text_alert_list', '__text_alert_list_markdown', 'pagerduty.default.instances', 'discord.default.content'],
  ...Object.entries({
    discord: 'message title',
    email: 'html subject',
    jira: 'description priority summary',
    mattermost: 'color fallback text title titlelink username',
    msteams: 'summary text title',
    msteamsv2: 'text title',
    opsgenie: 'description message source',
    pagerduty: 'client clientURL description',
    pushover: 'message title url',
    rocketchat: 'alias emoji iconurl text title titlelink',
    slack: 'callbackid color fallback footer iconemoji iconurl pretext text title titlelink username',
    sns: 'message subject',
    telegram: 'message',
    victorops: 'entity_display_name monitoring_tool state_message',
    webex: 'message',
    wechat: 'agent_id message to_party to_tag to_user',
  }).flatMap(([service, names]) => names.split(' ').map((name) => `${service}.default.${name}`)),
]);

interface Text {
  readonly key: string;
  readonly text: string;
}

/** Texts with an action among the fields of notifications, also in lists and objects. */
function* textsWithin(value: unknown, key: string): Generator<Text> {
  if (typeof value === 'string' && value.includes('{{')) yield { key, text: value };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsWithin(item, `${key}[${index}]`);
  } else {
    for (const [name, part] of Object.entries(fieldsOf(value))) yield* textsWithin(part, `${key}.${name}`);
  }
}

function* textsOf(receivers: unknown): Generator<Text> {
  if (!Array.isArray(receivers)) return;
  for (const [index, receiver] of receivers.entries()) {
    for (const kind of Object.keys(kinds)) yield* textsWithin(fieldsOf(receiver)[kind], `receivers[${index}].${kind}`);
  }
}

/** Checks own files, and that each template that a file or a receiver uses is defined. */
export function checkTemplates(receivers: unknown, templates: unknown, report: Report): void {
  const files = Object.entries(fieldsOf(templates));
  for (const [name] of files) {
    const rule = 'be the name of a file that ends in .tmpl: letters, digits, dots, hyphens and underscores';
    format.matches(report, `templates.${name}`, name, /^[A-Za-z0-9_][-._A-Za-z0-9]{0,240}\.tmpl$/, rule);
  }
  const texts = [
    ...files.map(([name, text]) => ({ key: `templates.${name}`, text: String(text) })),
    ...textsOf(receivers),
  ];
  const parsed = texts.map(({ key, text }) => ({ key, ...parseTemplate(text, language) }));
  const defined = new Set([
    ...builtIn,
    ...files.map(([name]) => name),
    ...parsed.flatMap(({ key, defined: names }) => (key.startsWith('templates.') ? names : [])),
  ]);
  for (const { key, problem, used, defined: own } of parsed) {
    if (problem !== undefined) report.add(key, `be a template of Go: ${problem}`, '(not shown)', 'correct it');
    for (const name of used) {
      if (!defined.has(name) && !own.includes(name))
        report.add(key, 'use templates that exist', name, 'correct it, or define it in templates');
    }
  }
}
