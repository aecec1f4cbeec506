/**
 * What is used of the compiler of AssemblyScript. Its own types declare a `console` of their own for the whole
 * program, which hides Node's.
 */
export function main(
  args: string[],
  host: {
    readFile: (name: string) => string | null;
    writeFile: (name: string, contents: string | Uint8Array) => void;
    listFiles: () => string[];
  },
): Promise<{ error: Error | null; stderr: { toString(): string } }>;
