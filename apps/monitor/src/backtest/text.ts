export { backtestText } from '@hitwatch/adapters/views';
