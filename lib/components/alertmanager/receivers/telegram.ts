import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A message by a bot of Telegram (`telegram_configs`). Exactly one of `chat_id` and `chat_id_file`. */
export interface TelegramNotification extends HttpNotification {
  /**
   * URL of the API.
   * @default - `global.telegram_api_url`
   */
  readonly api_url?: string;
  /**
   * File with the token of the bot.
   * @default - `global.telegram_bot_token_file`
   */
  readonly bot_token_file?: SecretFile;
  /**
   * ID of the chat; negative for groups.
   * @asType integer
   */
  readonly chat_id?: number;
  /** File with the ID of the chat. */
  readonly chat_id_file?: SecretFile;
  /**
   * ID of the topic of a group.
   * @asType integer
   */
  readonly message_thread_id?: number;
  /**
   * Message.
   * @default '{{ template "telegram.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /**
   * Whether the message arrives without a sound.
   * @default false
   */
  readonly disable_notifications?: boolean;
  /**
   * Format of the message; an empty text for plain text.
   * @default 'HTML'
   */
  readonly parse_mode?: 'HTML' | 'Markdown' | 'MarkdownV2' | '';
}

/** Rules of the fields of {@link TelegramNotification}. */
export const telegram: Kind<TelegramNotification> = {
  service: 'Telegram',
  oneOf: [{ of: ['bot_token_file'], global: ['telegram_bot_token_file'] }, { of: ['chat_id', 'chat_id_file'] }],
  credentials: ['bot_token'],
  urls: ['api_url'],
};
