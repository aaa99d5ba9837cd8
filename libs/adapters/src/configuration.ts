// The configuration and the channels. Apart from the rest, since who has neither need not load what
// reads YAML and holds it to a schema.
export { alertNotification } from './channels/alert-notifications.ts';
export type { AlertChannel } from './channels/alert-channel.ts';
export type { AlertOutlet } from './channels/alert-outlet.ts';
export type { AlertList } from './channels/alert-journal.ts';
export { ChannelSinks } from './channels/channel-sinks.ts';
export type { ChannelSection } from './config/channel-section.ts';
export { type ConfigProblem, problemText } from './config/config-problem.ts';
export { CONFIG_SCHEMA } from './config/config-schema.ts';
export {
  type Configuration,
  NO_CONFIGURATION,
  parseConfiguration,
  readConfiguration,
  type ReadConfiguration,
} from './config/configuration.ts';
export { exampleAlert } from './config/example-alert.ts';
export {
  openChannel,
  openOutlets,
  planOutlets,
  type OutletSurroundings,
  tryMs,
} from './config/open-channels.ts';
export { type PrintedSetting, printConfiguration } from './config/print-configuration.ts';
export { type ConfiguredRule, effectiveRules } from './config/read-rules.ts';
export { type Configurable, type Setting, type SettingKind, SETTINGS } from './config/settings.ts';
