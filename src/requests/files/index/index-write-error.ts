import { codeOf } from '../problems.ts';

const FREE = 'Free some space there';
const PERMIT = 'Give this user write permission there';
const CLEAR = 'Something else stands where a folder should be: remove it';

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: FREE,
  EDQUOT: FREE,
  EACCES: PERMIT,
  EPERM: PERMIT,
  EROFS: PERMIT,
  EEXIST: CLEAR,
  ENOTDIR: CLEAR,
};

/** That the index could not be written, which is no trouble with the log that was read for it. */
export class IndexWriteError extends Error {
  override readonly name = 'IndexWriteError';
  /** The system's code. */
  readonly code: string;

  /** `folder` is that of the index, `cause` what `node:fs` threw. */
  constructor(folder: string, cause: unknown) {
    const code = codeOf(cause);
    const advice = (Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined) ?? 'Check that folder';
    const elsewhere = 'or set XDG_STATE_HOME to another folder.';
    super(`The index cannot be written in ${folder} (${code}). ${advice}, ${elsewhere}`, { cause });
    this.code = code;
  }
}
