import { readText } from '../../catalog-files/read-text.ts';
import { Failure } from '../../errors.ts';

/**
 * The text of a file that an option names.
 *
 * @throws Failure `validation_failed` that says why it cannot be read
 */
export function readFile(option: string, file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw new Failure('validation_failed', `--${option} ${file} cannot be read: ${reasonOf(error)}.`);
  }
}

/** Why something failed, in the words of the system. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
