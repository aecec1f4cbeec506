import { closeSync, constants, openSync, read } from 'node:fs';

/** An open file, to be read at any place. */
export interface OpenFile {
  readonly fd: number;
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/** A pipe must not make it wait for a writer, nor a link that stands there meanwhile lead elsewhere; Windows has neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Opens a file for reading, by its real path; throws what `node:fs` throws. */
export function openFile(path: string): OpenFile {
  const fd = openSync(path, FLAGS);
  return {
    fd,
    read: (buffer, offset, length, position) =>
      new Promise((resolve, reject) => {
        read(fd, buffer, offset, length, position, (error, bytesRead) => {
          if (error) reject(error);
          else resolve({ bytesRead });
        });
      }),
  };
}

/** What `act` gives for the open file. Throws what `node:fs` and `act` throw. */
export function withFile<T>(path: string, act: (file: number) => T): T {
  return closing(openFile(path).fd, act);
}

/** As `withFile`; null if the file cannot be opened. */
export function withOpen<T>(path: string, act: (file: number) => T): T | null {
  let file: number;
  try {
    file = openFile(path).fd;
  } catch {
    return null;
  }
  return closing(file, act);
}

function closing<T>(file: number, act: (file: number) => T): T {
  try {
    return act(file);
  } finally {
    closeSync(file);
  }
}
