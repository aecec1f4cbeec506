import { painter, type Terminal } from '../../src/cli/command.ts';

/** A terminal that keeps what is written to it. */
export interface RecordingTerminal extends Terminal {
  stdout: string;
  stderr: string;
}

/** Null columns: no terminal, but a pipe. */
export function recordingTerminal({
  columns = null as number | null,
  colors = false,
} = {}): RecordingTerminal {
  const terminal: RecordingTerminal = {
    stdout: '',
    stderr: '',
    out: (text) => {
      terminal.stdout += text;
      return Promise.resolve();
    },
    err: (text) => {
      terminal.stderr += text;
    },
    columns,
    errColumns: columns,
    hasColors: colors,
    paint: painter(colors),
  };
  return terminal;
}

/** `text` without the styles that we write. */
export function unstyled(text: string): string {
  return text.replaceAll(/\x1b\[\d+m/g, '');
}
