import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A message in a Discord channel (`discord_configs`). */
export interface DiscordNotification extends HttpNotification {
  /** File with the URL of the webhook. */
  readonly webhook_url_file: SecretFile;
  /** Text of the message itself, beside the embed; at most 2000 characters. */
  readonly content?: TemplatedText;
  /**
   * Title of the embed.
   * @default '{{ template "discord.default.title" . }}'
   */
  readonly title?: TemplatedText;
  /**
   * Text of the embed.
   * @default '{{ template "discord.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /** Name of the sender. */
  readonly username?: string;
  /** URL of the picture of the sender. */
  readonly avatar_url?: string;
}

/** Rules of the fields of {@link DiscordNotification}. */
export const discord: Kind<DiscordNotification> = {
  service: 'Discord',
  required: ['webhook_url_file'],
  credentials: ['webhook_url'],
};
