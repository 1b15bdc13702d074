import type { Global } from './global';
import type { Rules } from './receivers/kind';

/** What Alertmanager requires of the fields of `global`, beside their types. */
export const globalRules: Rules<keyof Global> = {
  atMostOne: [['slack_api_url_file', 'slack_app_token_file']],
  credentials: [
    'smtp_auth_password',
    'smtp_auth_secret',
    'slack_api_url',
    'slack_app_token',
    'opsgenie_api_key',
    'victorops_api_key',
    'telegram_bot_token',
    'rocketchat_token',
    'rocketchat_token_id',
    'wechat_api_secret',
    'mattermost_webhook_url',
  ],
  urls: [
    'slack_app_url',
    'pagerduty_url',
    'opsgenie_api_url',
    'victorops_api_url',
    'telegram_api_url',
    'webex_api_url',
    'jira_api_url',
    'rocketchat_api_url',
    'wechat_api_url',
  ],
  hosts: ['smtp_smarthost'],
  durations: ['resolve_timeout'],
};
