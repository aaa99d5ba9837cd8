import { register } from 'node:module';

if (!process.features.typescript) {
  register('./hooks.mjs', import.meta.url);
  process.setSourceMapsEnabled(true); // stack traces with the lines of the .ts file
}
