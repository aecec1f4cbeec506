import type { Readable } from 'node:stream';
import { utf16Of } from '../requests/files/utf16.ts';

/** More bytes than any tool takes; what is piped in without end must not fill the memory. */
const MOST = 64 * 1024 * 1024;

/** All of a stream as text, which may be UTF-16, as PowerShell writes it; of a very long one the beginning, which is too long as well. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MOST) break;
  }
  const all = Buffer.concat(chunks);
  const encoding = utf16Of(all);
  return encoding === null ? all.toString() : new TextDecoder(encoding).decode(all);
}
