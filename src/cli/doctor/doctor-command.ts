import type { Config } from '../../config.ts';
import { safeData } from '../../redact/redact.ts';
import type { DoctorCommand } from '../commands.ts';
import { EXIT } from '../exit-code.ts';
import { jsonText } from '../json-text.ts';
import type { CommandSurroundings } from '../surroundings.ts';
import type { Check } from './check.ts';
import { examine } from './examine.ts';
import { hostConfigOf } from './host-config.ts';
import { renderCheck, renderEnd } from './render.ts';

/** `error-catalog-mcp doctor`: checks all that a host needs. Gives the exit code: 1 if something is wrong. */
export async function doctorCommand(
  config: Config,
  command: DoctorCommand,
  surroundings: CommandSurroundings,
): Promise<number> {
  const { terminal, program } = surroundings;
  const checks: Check[] = [];
  for await (const raw of examine(config, command, surroundings)) {
    const check = safeData(raw);
    checks.push(check);
    if (!command.json) await terminal.out(`${renderCheck(check, terminal)}\n`);
  }
  const ok = checks.every(({ verdict }) => verdict !== 'problem');
  // With wrong settings it would be another server: perhaps one without the limit that was meant.
  const hostConfig = command.problems.length > 0 ? null : hostConfigOf(config, program);
  const found = { ok, version: program.version, checks, host_config: hostConfig };
  await terminal.out(
    command.json
      ? `${jsonText(found, terminal.columns !== null)}\n`
      : `\n${renderEnd(checks, hostConfig, terminal)}`,
  );
  return ok ? EXIT.ok : EXIT.notFound;
}
