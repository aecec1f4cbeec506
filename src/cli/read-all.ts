import type { Readable } from 'node:stream';

/** More bytes than any tool takes; what is piped in without end must not fill the memory. */
const MOST = 64 * 1024 * 1024;

/** All of a stream as text; of a very long one the beginning, which is too long as well. */
export async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MOST) break;
  }
  return Buffer.concat(chunks).toString();
}
