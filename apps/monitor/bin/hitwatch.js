#!/usr/bin/env node
// Committed, because `npm ci` links a command only when its file is there, and dist is built later.
import '../dist/main.js';
