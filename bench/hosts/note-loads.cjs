/**
 * Preloaded into a server (`node --require`): when it writes to stdout for the first time, the files that it has
 * read so far go to stderr, as one line of JSON.
 */
const fs = require('node:fs');
const process = require('node:process');

/** @type {string[]} */
const read = [];
const { readFileSync } = fs;
const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);

Object.assign(fs, {
  /** @param {Parameters<typeof readFileSync>} args */
  readFileSync(...args) {
    read.push(String(args[0]));
    return readFileSync(...args);
  },
});

Object.assign(stdout, {
  /** @param {Parameters<typeof write>} args */
  write(...args) {
    Object.assign(stdout, { write });
    stderr.write(`${JSON.stringify(read)}\n`);
    return write(...args);
  },
});
