import { alertmanagerSecret } from '../../../kit/names';
import type { Report } from '../../../kit/report';
import type { Duration } from '../../../kit/units';
import { fieldsOf, hasValue, itemsOf, refuseCredential } from '../fields';
import type { Global } from '../global';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A question before the effect of a button (`confirm`). */
export interface SlackConfirmation {
  /** Text of the question. */
  readonly text: TemplatedText;
  /** Title of the dialog. */
  readonly title?: TemplatedText;
  /** Label of the button that confirms. */
  readonly ok_text?: TemplatedText;
  /** Label of the button that cancels. */
  readonly dismiss_text?: TemplatedText;
}

/** A button below the message (`actions`), with `url` or `name`. */
export interface SlackAction {
  /** Kind of the action, such as `button`. */
  readonly type: TemplatedText;
  /** Label. */
  readonly text: TemplatedText;
  /** URL that the button opens; `name`, `value` and `confirm` are not used with it. */
  readonly url?: TemplatedText;
  /** Name that Slack sends to the app. */
  readonly name?: TemplatedText;
  /** Value that Slack sends to the app. */
  readonly value?: TemplatedText;
  /** Style, such as `primary` or `danger`. */
  readonly style?: TemplatedText;
  /** A question before the effect. */
  readonly confirm?: SlackConfirmation;
}

/** A field of a message, with title and value (`fields`). */
export interface MessageField {
  /** Title. */
  readonly title: TemplatedText;
  /** Value. */
  readonly value: TemplatedText;
  /**
   * Whether the field leaves room for another beside it.
   * @default - `short_fields` of the notification
   */
  readonly short?: boolean;
}

/** URL of the method of the Slack API that writes a message; not a credential. */
export const slackMethod = 'https://slack.com/api/chat.postMessage';

/**
 * A message to Slack (`slack_configs`): through an incoming webhook (`api_url_file`), as an app with a bot token
 * (`app_token_file`), or as an app that also updates its messages (`api_url` with `http_config.authorization`).
 */
export interface SlackNotification extends HttpNotification {
  /**
   * File with the URL of an incoming webhook.
   * @default - `global.slack_api_url_file`
   */
  readonly api_url_file?: SecretFile;
  /**
   * File with the bot token of an app, which has the scope `chat:write`; with `channel`.
   * @default - `global.slack_app_token_file`
   */
  readonly app_token_file?: SecretFile;
  /**
   * The method of the API for an app whose token is in `http_config.authorization.credentials_file`; required for
   * `update_message`. The URL of a webhook is a credential and belongs into `api_url_file`.
   */
  readonly api_url?: typeof slackMethod;
  /**
   * The method of the API for `app_token_file`.
   * @default - `global.slack_app_url`
   */
  readonly app_url?: string;
  /**
   * Channel, such as `#alerts`, or user, such as `@user`.
   * @default - the channel of the webhook
   */
  readonly channel?: TemplatedText;
  /** Name of the sender. */
  readonly username?: TemplatedText;
  /** Color of the line beside the message: `good`, `warning`, `danger` or a code such as `#439fe0`. */
  readonly color?: TemplatedText;
  /** Title of the attachment. */
  readonly title?: TemplatedText;
  /** URL to which the title links. */
  readonly title_link?: TemplatedText;
  /** Text above the attachment. */
  readonly pretext?: TemplatedText;
  /** Text of the attachment. */
  readonly text?: TemplatedText;
  /** Text of the message itself, beside the attachment. */
  readonly message_text?: TemplatedText;
  /** Fields of the attachment. */
  readonly fields?: readonly MessageField[];
  /**
   * Whether fields stand beside each other.
   * @default false
   */
  readonly short_fields?: boolean;
  /** Text below the attachment. */
  readonly footer?: TemplatedText;
  /** Text for clients that show no attachments. */
  readonly fallback?: TemplatedText;
  /** ID that Slack sends to the app with an action. */
  readonly callback_id?: TemplatedText;
  /** Emoji instead of the picture of the sender, such as `:fire:`. */
  readonly icon_emoji?: TemplatedText;
  /** URL of the picture of the sender. */
  readonly icon_url?: TemplatedText;
  /** URL of an image in the attachment. */
  readonly image_url?: TemplatedText;
  /** URL of a small image beside the attachment. */
  readonly thumb_url?: TemplatedText;
  /**
   * Whether names of channels and users become links.
   * @default false
   */
  readonly link_names?: boolean;
  /**
   * Fields in which Slack interprets mrkdwn.
   * @default ['fallback', 'pretext', 'text']
   */
  readonly mrkdwn_in?: readonly string[];
  /** Buttons below the attachment. */
  readonly actions?: readonly SlackAction[];
  /**
   * Whether a change of a group updates its message instead of adding one; with `api_url`.
   * @default false
   */
  readonly update_message?: boolean;
  /**
   * Time-out of a request, after which it is repeated; without effect above `group_interval`.
   * @default - none
   */
  readonly timeout?: Duration;
}

/** Rules of the fields of {@link SlackNotification}. */
export const slack: Kind<SlackNotification> = {
  service: 'Slack',
  credentials: ['app_token'],
  urls: ['app_url'],
  timeouts: ['timeout'],
  items: { fields: { required: ['title', 'value'] }, actions: { required: ['type', 'text'] } },
  check: (fields, report, global) => {
    checkAddress(fields, report, global);
    itemsOf(fields.actions).forEach((value, index) => {
      const action = fieldsOf(value);
      const at = report.under(`actions[${index}]`);
      if (!hasValue(action.url) && !hasValue(action.name))
        at.add('url', 'be set, or name instead', action.url, 'set it');
      if (action.confirm !== undefined && !hasValue(fieldsOf(action.confirm).text)) {
        at.add('confirm.text', 'be set', undefined, 'set it');
      }
    });
  },
};

/** The address of a message: that of a webhook, of an app with a bot token, or of an app with an HTTP client of its own. */
function checkAddress(fields: SlackNotification, report: Report, global: Global): void {
  const { api_url: method, api_url_file: webhook, app_token_file: token } = fields;
  const given = ['api_url', 'api_url_file', 'app_token_file'].filter((name) => hasValue(fieldsOf(fields)[name]));
  if (given[1] !== undefined) report.add(given[1], `not be set together with ${given[0]}`, '(not shown)', 'remove one');
  if (hasValue(method) && method !== slackMethod) {
    const cure = `put it into a key of Secret/${alertmanagerSecret.name} and set api_url_file`;
    refuseCredential(report, 'api_url', cure);
  }
  const client = fieldsOf(fields.http_config ?? global.http_config);
  const authorized = client.authorization !== undefined;
  const ownAuthorization = fieldsOf(fields.http_config).authorization !== undefined;
  const inherited = hasValue(global.slack_app_token_file) && !hasValue(method) && !ownAuthorization;
  if (method === slackMethod && !authorized) {
    report.add(
      'http_config.authorization',
      'be set together with api_url',
      undefined,
      'set its credentials_file, or app_token_file instead of api_url',
    );
  }
  if (hasValue(webhook) && inherited) {
    report.add(
      'api_url_file',
      'not be set together with global.slack_app_token_file, which Alertmanager uses instead',
      webhook,
      'set app_token_file for the other receivers',
    );
  }
  if ((hasValue(token) || (inherited && given.length === 0)) && authorized) {
    report.add('http_config.authorization', 'not be set together with a bot token', '(not shown)', 'remove one');
  }
  if (given.length === 0 && !inherited && !hasValue(global.slack_api_url_file)) {
    report.add(
      'api_url_file',
      'be set, or app_token_file instead',
      undefined,
      'set it, or global.slack_api_url_file or global.slack_app_token_file',
    );
  }
  if (!hasValue(fields.channel) && (hasValue(token) || hasValue(method) || (inherited && !hasValue(webhook)))) {
    report.add('channel', 'be set: only a webhook has a channel of its own', undefined, 'set it');
  }
  if (fields.update_message === true && method !== slackMethod) {
    report.add(
      'update_message',
      `only be set together with api_url (${slackMethod})`,
      true,
      'set api_url and http_config.authorization',
    );
  }
}
