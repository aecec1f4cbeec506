import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { codeOf } from '../files/open-file.ts';

/** What this server says that it is to ClickHouse. */
export interface Login {
  user: string;
  password: string;
}

const fileSchema = z.strictObject({ user: z.string().min(1), password: z.string() });

/** More than any file with a name and a password has. */
const LARGEST = 65_536;

/**
 * The login in a file (JSON: `{"user": …, "password": …}`), read anew each time, as passwords are changed.
 *
 * @throws Failure `state_conflict` that shows nothing of the file
 */
export async function loginOfFile(path: string): Promise<Login> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refused(`cannot be read (${codeOf(error)})`);
  });
  try {
    return fileSchema.parse(JSON.parse(text.slice(0, LARGEST)));
  } catch {
    throw refused('is not of the form {"user": "…", "password": "…"}');
  }
}

function refused(why: string): Failure {
  return new Failure(
    'state_conflict',
    `The file with the credentials for ClickHouse ${why}. Retrying does not help until whoever runs this server mends that file.`,
  );
}
