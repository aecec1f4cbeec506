import { writeFileSync } from 'node:fs';
import { Failure } from '../errors.ts';
import { OutputError } from './terminal.ts';

/** The system is in trouble, and not the name of the file. */
const OF_THE_SYSTEM = new Set(['ENOSPC', 'EIO', 'EDQUOT', 'EMFILE', 'ENFILE']);

/**
 * Writes a file that is not there yet.
 *
 * @throws Failure for a file that is there, or a place where none can be; OutputError where the system cannot write
 */
export function writeNewFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere(file);
    if (OF_THE_SYSTEM.has(code)) throw new OutputError(message);
    throw new Failure('validation_failed', `${file} cannot be written: ${message}.`);
  }
}

/** The refusal to overwrite a file. */
export function isThere(file: string): Failure {
  return new Failure(
    'validation_failed',
    `${file} is there already, and is not overwritten. Remove it, or name another file.`,
  );
}
