export { reportText } from '@hitwatch/adapters/views';
