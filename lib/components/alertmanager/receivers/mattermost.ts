import type { SecretFile } from '../secret-file';
import type { Kind, Rules } from './kind';
import type { HttpNotification, TemplatedText } from './notification';
import type { MessageField } from './slack';

/** Priority of a message (`priority`). */
export interface MattermostPriority {
  /** Label of the message. */
  readonly priority?: 'urgent' | 'important' | 'standard';
  /**
   * Whether readers are asked to acknowledge the message.
   * @default false
   */
  readonly requested_ack?: boolean;
  /**
   * Whether recipients of an urgent message are notified every 5 minutes until they acknowledge it.
   * @default false
   */
  readonly persistent_notifications?: boolean;
}

/** Further properties of a message (`props`). */
export interface MattermostProps {
  /** Text in Markdown that the information icon opens. */
  readonly card?: TemplatedText;
}

/** Fields of an attachment (`attachments`), which are also fields of the notification. */
export interface MattermostAttachment {
  /** Text for clients that show no attachments. */
  readonly fallback?: TemplatedText;
  /** Color of the line beside the message. */
  readonly color?: TemplatedText;
  /** Text above the attachment. */
  readonly pretext?: TemplatedText;
  /** Text of the attachment. */
  readonly text?: TemplatedText;
  /** Name of the author. */
  readonly author_name?: TemplatedText;
  /** URL to which the author's name links. */
  readonly author_link?: TemplatedText;
  /** URL of a picture beside the author's name. */
  readonly author_icon?: TemplatedText;
  /** Title of the attachment. */
  readonly title?: TemplatedText;
  /** URL to which the title links. */
  readonly title_link?: TemplatedText;
  /** Fields of the attachment. */
  readonly fields?: readonly MessageField[];
  /** URL of a small image beside the attachment. */
  readonly thumb_url?: TemplatedText;
  /** Text below the attachment. */
  readonly footer?: TemplatedText;
  /** URL of a picture beside the footer. */
  readonly footer_icon?: TemplatedText;
  /** URL of an image in the attachment. */
  readonly image_url?: TemplatedText;
}

/** A message in a Mattermost channel (`mattermost_configs`). */
export interface MattermostNotification extends HttpNotification, MattermostAttachment {
  /**
   * File with the URL of the webhook.
   * @default - `global.mattermost_webhook_url_file`
   */
  readonly webhook_url_file?: SecretFile;
  /**
   * Name of the channel, such as `town-square`.
   * @default - that of the webhook
   */
  readonly channel?: TemplatedText;
  /** Name of the sender. */
  readonly username?: TemplatedText;
  /** URL of the picture of the sender. */
  readonly icon_url?: TemplatedText;
  /** Emoji instead of the picture of the sender. */
  readonly icon_emoji?: TemplatedText;
  /** Attachments; Mattermost prefers the fields of the notification itself. */
  readonly attachments?: readonly MattermostAttachment[];
  /** Type of the post, such as `custom_alert`. */
  readonly type?: TemplatedText;
  /** Further properties. */
  readonly props?: MattermostProps;
  /** Priority of the message. */
  readonly priority?: MattermostPriority;
}

const fields: Rules = { required: ['title', 'value'] };

/** Rules of the fields of {@link MattermostNotification}. */
export const mattermost: Kind<MattermostNotification> = {
  service: 'Mattermost',
  oneOf: [{ of: ['webhook_url_file'], global: ['mattermost_webhook_url_file'] }],
  credentials: ['webhook_url'],
  items: { fields, attachments: { items: { fields } } },
};
