import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, utimesSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer';
import { ServerClient } from '../logs/server-client.ts';
import type { Incident } from './incident.ts';
import { judge, type Verdict } from './judge.ts';

/** What was said of an incident, and how that was judged. */
export interface Examined {
  incident: Incident;
  ours: Answer;
  /** `grep -F`, as a person with a shell begins. */
  grep: Answer;
}

export interface Answer {
  text: string;
  tokens: number;
  verdict: Verdict;
}

/** A file is written in pieces of this many characters. */
const PIECE = 1_000_000;

/** Writes an incident's logs, asks the built program about it in one call, and greps the same logs. */
export async function examine(incident: Incident, entry: string, noise: number): Promise<Examined> {
  const folder = mkdtempSync(join(tmpdir(), 'error-catalog-incident-'));
  try {
    const logs = join(folder, 'logs');
    mkdirSync(logs);
    const grepped = writeLogs(incident, logs, noise);
    const { shown, all } = await ask(incident, entry, folder, logs);
    return {
      incident,
      ours: answer(shown, all, incident),
      grep: answer(grepped, grepped, incident),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tokens are those of what a model reads; judged is everything that the answer holds. */
function answer(shown: string, all: string, { facts, never }: Incident): Answer {
  return { text: shown, tokens: encode(shown).length, verdict: judge(all, facts, never) };
}

/** Writes the files, with the times that their last lines give them; returns what `grep -F` prints. */
function writeLogs(incident: Incident, folder: string, noise: number): string {
  const files = new Map(
    incident.files.map(({ file }) => [file, { fd: openSync(join(folder, file), 'w'), text: '', at: 0 }]),
  );
  const found: string[] = [];
  for (const { file, at, text } of incident.entries(noise)) {
    const state = files.get(file);
    if (state === undefined)
      throw new Error(`An entry stands in '${file}', which is no file of the incident.`);
    state.text += `${text}\n`;
    state.at = at;
    if (state.text.length > PIECE) {
      writeSync(state.fd, state.text);
      state.text = '';
    }
    if (!text.includes(incident.grep)) continue;
    for (const line of text.split('\n')) if (line.includes(incident.grep)) found.push(`${file}:${line}`);
  }
  for (const [file, { fd, text, at }] of files) {
    writeSync(fd, text);
    closeSync(fd);
    utimesSync(join(folder, file), at / 1_000, at / 1_000);
  }
  return found.join('\n');
}

async function ask(incident: Incident, entry: string, stateFolder: string, logs: string) {
  const server = await ServerClient.started({ entry }, stateFolder, ['--logs', logs]);
  try {
    const { content, structuredContent } = await server.call('lookup_request', { ...incident.call });
    const shown = content.map(({ text }) => text).join('\n');
    const data = structuredContent === undefined ? '' : JSON.stringify(structuredContent);
    // Quotes within strings of the data read as they do in the text.
    return { shown, all: `${shown}\n${data.replaceAll('\\"', '"').replaceAll('\\n', '\n')}` };
  } finally {
    await server.stop();
  }
}
