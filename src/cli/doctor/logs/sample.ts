import { type Compression, decompress } from '../../../requests/files/decompress.ts';
import { readAt } from '../../../requests/files/index/log-identity.ts';
import type { OpenFile } from '../../../requests/files/open-file.ts';
import type { LogFacts } from '../../coverage.ts';

/** How much of a file's text is looked at, in bytes and in lines. */
const SAMPLE_BYTES = 1_048_576;
const SAMPLE_LINES = 1_000;

export interface Sample {
  lines: string[];
  /** How many bytes of text a line takes on average; null if the sample holds no whole line. */
  average: number | null;
  /** What is wrong with the file, in a sentence. */
  problem: string | null;
}

/** The first lines of an open log. Throws what `node:fs` throws. */
export async function sampleOf(file: OpenFile, { size, form }: LogFacts): Promise<Sample> {
  if (form.kind === 'unreadable') return { lines: [], average: null, problem: form.reason };
  if (form.kind === 'compressed') {
    const { bytes, problem } = await beginningOf(file, size, form.compression);
    return { ...linesIn(bytes, bytes.toString(), false), problem };
  }
  const bytes = readAt(file.fd, 0, Math.min(size, SAMPLE_BYTES));
  const text = form.kind === 'utf16' ? new TextDecoder(form.encoding).decode(bytes) : bytes.toString();
  return { ...linesIn(bytes, text, bytes.length >= size), problem: null };
}

/** The last line counts only where the text is known to be whole: else it may be cut. */
function linesIn(bytes: Buffer, text: string, isWhole: boolean): Pick<Sample, 'lines' | 'average'> {
  const all = text.split('\n');
  const feeds = all.length - 1;
  const lines = isWhole ? all : all.slice(0, -1);
  const whole = bytes.lastIndexOf('\n') + 1;
  return { lines: lines.slice(0, SAMPLE_LINES), average: feeds === 0 ? null : whole / feeds };
}

/** The first bytes of what is compressed, and what is wrong with these. */
async function beginningOf(file: OpenFile, size: number, compression: Compression) {
  const chunks: Buffer[] = [];
  let length = 0;
  const enough = new AbortController();
  const feed = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= SAMPLE_BYTES) enough.abort();
  };
  let problem: string | null = null;
  try {
    const found = await decompress(file, size, compression, { feed }, enough.signal);
    problem = found && `${found.reason} ${found.extent ?? ''}`.trimEnd();
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  return { bytes: Buffer.concat(chunks), problem };
}
