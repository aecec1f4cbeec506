const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is nothing at this path. Check the path, or remove it from the logs.',
  ENOTDIR: 'A part of this path is a file, not a folder. Check the path.',
  EACCES: 'This user may not read it. Give read permission, or run as a user that has it.',
  EPERM: 'This user may not read it. Give read permission, or run as a user that has it.',
  ELOOP:
    'Its symbolic links lead round in a circle, or it has just become a link. Point the link at a real file.',
  ENAMETOOLONG: 'The path is longer than the system allows. Check the path.',
  EISDIR: 'It is a folder where a file was expected. Look the request up again.',
  EMFILE: 'Too many files are open. Close some, or raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine. Close some.',
  EIO: 'The disk reported a read error. Check the disk.',
  ESTALE: 'The network folder has changed on its server. Mount it again.',
};

/** Why a path could not be read, and what to do about it, in plain words. `error` is what `node:fs` threw. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return known ?? `It could not be read (${code}). Check that the path is a readable file or folder.`;
}

/** Whether `error` comes from the system or from zlib, and is no mistake in this program. */
export function isSystemError(error: unknown): boolean {
  return codeOf(error) !== 'unknown';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
