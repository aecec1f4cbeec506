// Preloaded with --require: writes down, at its end, how much processor time the process took.
'use strict';

const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env['USAGE_FILE'] ?? '', JSON.stringify(process.cpuUsage())));
