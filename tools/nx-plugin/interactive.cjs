'use strict';
// Runs a Node program exactly as if it had been started from the caller's shell: the same
// terminal (all three stdio streams inherited), the same working directory, the same arguments.
// Needs NX_NATIVE_COMMAND_RUNNER=false, which /.env sets for every `nx` call in this workspace;
// without it Nx interposes a pty that is never resized and keeps all output in memory.
const { spawn } = require('node:child_process');
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

exports.default = async function interactive(options, context) {
  const inRoot = (path) => resolve(context.root, path);
  const preloads = (options.import ?? []).flatMap((module) => [
    '--import',
    pathToFileURL(inRoot(module)).href,
  ]);
  const argv = [...preloads, inRoot(options.script), ...(options.__unparsed__ ?? [])];

  // What Nx tells its tasks is none of the program's business.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')),
  );

  // The terminal signals the whole process group and Nx signals the whole tree (SIGKILL after 5 s),
  // so the child is told without our help; we only must not die before it has flushed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => {});

  const child = spawn(process.execPath, argv, { stdio: 'inherit', cwd: context.cwd, env });
  return await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done({ success: code === 0 }));
  });
};
