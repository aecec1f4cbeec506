/** The tests that start the program, each start locked in: `node test/support/run-sandboxed.mjs [VITEST ARGUMENT]...` */
import { endWithVitest } from './installed-apart.mjs';

if (!process.allowedNodeEnvironmentFlags.has('--permission')) {
  process.stdout.write(
    `Skipped: Node.js ${process.versions.node} has no --permission; 22.13 and newer have.\n`,
  );
  process.exit(0);
}
endWithVitest('vitest.sandbox.config.ts');
