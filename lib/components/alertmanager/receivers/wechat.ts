import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A message by WeChat (`wechat_configs`). */
export interface WechatNotification extends HttpNotification {
  /**
   * File with the API secret.
   * @default - `global.wechat_api_secret_file`
   */
  readonly api_secret_file?: SecretFile;
  /**
   * URL of the API.
   * @default - `global.wechat_api_url`
   */
  readonly api_url?: string;
  /**
   * ID of the organization.
   * @default - `global.wechat_api_corp_id`
   */
  readonly corp_id?: string;
  /**
   * Message.
   * @default '{{ template "wechat.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /**
   * Format of the message.
   * @default 'text'
   */
  readonly message_type?: 'text' | 'markdown';
  /** ID of the application that sends. */
  readonly agent_id?: TemplatedText;
  /** Users who receive the message, separated by `|`. */
  readonly to_user?: TemplatedText;
  /** Departments that receive the message, separated by `|`. */
  readonly to_party?: TemplatedText;
  /** Tags whose users receive the message, separated by `|`. */
  readonly to_tag?: TemplatedText;
}

/** Rules of the fields of {@link WechatNotification}. */
export const wechat: Kind<WechatNotification> = {
  service: 'WeChat',
  oneOf: [
    { of: ['api_secret_file'], global: ['wechat_api_secret_file'] },
    { of: ['corp_id'], global: ['wechat_api_corp_id'] },
  ],
  credentials: ['api_secret'],
  urls: ['api_url'],
};
