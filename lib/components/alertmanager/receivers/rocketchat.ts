import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A field of a message (`fields`). */
export interface RocketChatField {
  /** Title. */
  readonly title?: TemplatedText;
  /** Value. */
  readonly value?: TemplatedText;
  /**
   * Whether the field leaves room for another beside it.
   * @default - `short_fields` of the notification
   */
  readonly short?: boolean;
}

/** A button below the message (`actions`). Alertmanager writes names without underscores here. */
export interface RocketChatAction {
  /** Kind of the action; Rocket.Chat knows `button`. */
  readonly type?: TemplatedText;
  /** Label. */
  readonly text?: TemplatedText;
  /** URL that the button opens. */
  readonly url?: TemplatedText;
  /** URL of an image instead of a label. */
  readonly imageurl?: TemplatedText;
  /** Whether the URL opens within Rocket.Chat. */
  readonly iswebview?: boolean;
  /** Height of the view within Rocket.Chat. */
  readonly webviewheightratio?: TemplatedText;
  /** Message that the button sends. */
  readonly msg?: TemplatedText;
  /** Whether the message is written into the chat. */
  readonly msginchatwindow?: boolean;
  /** What the button does with the message. */
  readonly msgprocessingtype?: 'sendMessage' | 'respondWithMessage';
}

/** A message in Rocket.Chat (`rocketchat_configs`). */
export interface RocketChatNotification extends HttpNotification {
  /**
   * URL of the API.
   * @default - `global.rocketchat_api_url`
   */
  readonly api_url?: string;
  /**
   * File with the personal access token of the sender.
   * @default - `global.rocketchat_token_file`
   */
  readonly token_file?: SecretFile;
  /**
   * File with the ID of the sender.
   * @default - `global.rocketchat_token_id_file`
   */
  readonly token_id_file?: SecretFile;
  /** Channel, such as `#alerts`, or user, such as `@user`. */
  readonly channel?: TemplatedText;
  /**
   * Color of the line beside the message.
   * @default - red for firing alerts, green for resolved ones
   */
  readonly color?: TemplatedText;
  /** Title of the attachment. */
  readonly title?: TemplatedText;
  /** URL to which the title links. */
  readonly title_link?: TemplatedText;
  /** Text of the attachment. */
  readonly text?: TemplatedText;
  /** Fields of the attachment. */
  readonly fields?: readonly RocketChatField[];
  /**
   * Whether fields stand beside each other.
   * @default false
   */
  readonly short_fields?: boolean;
  /** Emoji instead of the picture of the sender. */
  readonly emoji?: TemplatedText;
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
  /** Buttons below the attachment. */
  readonly actions?: readonly RocketChatAction[];
}

/** Rules of the fields of {@link RocketChatNotification}. */
export const rocketchat: Kind<RocketChatNotification> = {
  service: 'Rocket.Chat',
  oneOf: [
    { of: ['token_file'], global: ['rocketchat_token_file'] },
    { of: ['token_id_file'], global: ['rocketchat_token_id_file'] },
  ],
  credentials: ['token', 'token_id'],
  urls: ['api_url'],
};
