import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Manifest {
  bin?: string | Record<string, string>;
  engines?: { node?: string };
}

/** The path of a file of an installed package. */
export const pathIn = (name: string, file: string): string =>
  fileURLToPath(new URL(`node_modules/${name}/${file}`, import.meta.url));

const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(pathIn(name, 'package.json'), 'utf8'));

/** Why `name` cannot run here, or undefined if it can. */
export function unavailable(name: string): string | undefined {
  if (!existsSync(pathIn(name, 'package.json'))) return `${name} is not installed`;
  const { engines } = manifestOf(name);
  const [major = 0, minor = 0] = (engines?.node?.match(/\d+(\.\d+)?/)?.[0] ?? '').split('.').map(Number);
  const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number);
  const fits = ourMajor > major || (ourMajor === major && ourMinor >= minor);
  return fits ? undefined : `it needs Node ${engines?.node}, and this is ${process.versions.node}`;
}

/** The path of the script behind a package's command. */
export function scriptOf(name: string, command: string): string {
  const { bin } = manifestOf(name);
  const file = typeof bin === 'string' ? bin : bin?.[command];
  if (file === undefined) throw new Error(`${name} has no command '${command}'.`);
  return pathIn(name, file);
}

/** Imports an installed package as a `Module`: the part of it that we use, as we read it in its documentation. */
export async function load<Module>(specifier: string): Promise<Module> {
  return (await import(specifier)) as Module;
}
