// What a person reads. Apart from the rest, since measuring text in cells is long to load (the
// library compiles all emoji into an expression), and who makes a document needs none of it.
export { Dashboard, type DashboardOptions } from './dashboard/dashboard.ts';
export { ASCII_GLYPHS, type Glyphs, glyphsFor, UNICODE_GLYPHS } from './dashboard/screen/theme.ts';
export {
  type Background,
  backgroundOf,
  type ColourDepth,
  colourDepth,
} from './dashboard/terminal/palette.ts';
export { ProcessTerminal } from './dashboard/terminal/process-terminal.ts';
export { backtestText, type BacktestView } from './text/backtest-view.ts';
export { alertsText } from './text/alerts-view.ts';
export { driverLine, driverName } from './text/driver-line.ts';
export { explanationText } from './text/explanation-view.ts';
export { chartColumns, metricChart, type MetricChart } from './text/metric-chart.ts';
export { reportText } from './text/report-view.ts';
export { WatchReporter, type WatchReporterOptions } from './text/watch-reporter.ts';
export { verificationText } from './text/verification-view.ts';
