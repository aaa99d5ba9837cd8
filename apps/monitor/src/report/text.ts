export { reportText, verificationText } from '@hitwatch/adapters/views';
