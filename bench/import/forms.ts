/** An error as it is known before it is written in any form. */
export interface Known {
  code: string;
  status: number;
  meaning: string;
  fix: string;
}

type FieldName = 'status' | 'meaning' | 'fix';

/** A form in which teams keep their errors. */
interface Form {
  /** A name of a file, by which it is also guessed. */
  name: string;
  /** What it says of each error beside its code. */
  holds: readonly FieldName[];
  write(errors: readonly Known[]): string;
  /** How it spells the code. */
  form?: (code: string) => string;
}

const ALL: readonly FieldName[] = ['status', 'meaning', 'fix'];
const upper = (code: string) => code.toUpperCase();
const pascal = (code: string) => code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
const lines = (errors: readonly Known[], line: (each: Known, at: number) => string) =>
  errors.map(line).join('\n');
const quoted = (text: string) => JSON.stringify(text);

export const FORMS: readonly Form[] = [
  {
    name: 'list.json',
    holds: ALL,
    write: (all) =>
      JSON.stringify(
        all.map(({ code, status, meaning, fix }) => ({
          code,
          http_status: status,
          description: meaning,
          resolution: fix,
        })),
      ),
  },
  {
    name: 'map.json',
    holds: ALL,
    write: (all) =>
      JSON.stringify(
        Object.fromEntries(
          all.map(({ code, status, meaning, fix }) => [code, { status, description: meaning, action: fix }]),
        ),
      ),
  },
  {
    name: 'lines.jsonl',
    holds: ['status', 'meaning'],
    write: (all) =>
      lines(all, ({ code, status, meaning }) =>
        JSON.stringify({ errorCode: code, httpStatus: status, details: meaning }),
      ),
  },
  {
    name: 'messages.json',
    holds: ['meaning'],
    write: (all) => JSON.stringify(Object.fromEntries(all.map(({ code, meaning }) => [code, meaning]))),
  },
  {
    name: 'list.yaml',
    holds: ALL,
    write: (all) =>
      `errors:\n${lines(all, ({ code, status, meaning, fix }) => `  - id: ${code}\n    status: ${status}\n    description: ${quoted(meaning)}\n    solution: ${quoted(fix)}`)}\n`,
  },
  {
    name: 'tables.toml',
    holds: ['status', 'meaning'],
    write: (all) =>
      lines(
        all,
        ({ code, status, meaning }) => `[${code}]\nstatus = ${status}\ndescription = ${quoted(meaning)}\n`,
      ),
  },
  {
    name: 'comma.csv',
    holds: ALL,
    write: (all) =>
      `Code,HTTP Status,Description,Resolution\n${lines(all, ({ code, status, meaning, fix }) => `${code},${status},${meaning},${fix}`)}\n`,
  },
  {
    name: 'semicolon.csv',
    holds: ['status', 'meaning'],
    write: (all) =>
      `type;description;code\n${lines(all, ({ code, status, meaning }) => `${code};${meaning};${status}`)}\n`,
  },
  {
    name: 'tab.tsv',
    holds: ['status', 'meaning'],
    write: (all) =>
      `error_code\tstatus\tmeaning\n${lines(all, ({ code, status, meaning }) => `${code}\t${status}\t${meaning}`)}\n`,
  },
  {
    name: 'types.json',
    holds: ['status', 'meaning'],
    write: (all) =>
      JSON.stringify(
        all.map(({ code, status, meaning }) => ({
          type: `https://x.io/probs/${code}`,
          title: 'T',
          status,
          detail: meaning,
        })),
      ),
  },
  {
    name: 'box.properties',
    holds: ['meaning'],
    write: (all) => `# All.\n${lines(all, ({ code, meaning }) => `${code}=${meaning}`)}\n`,
  },
  {
    name: 'box.po',
    holds: ['meaning'],
    write: (all) =>
      `msgid ""\nmsgstr ""\n\n${lines(all, ({ code, meaning }) => `msgid ${quoted(code)}\nmsgstr ${quoted(meaning)}\n`)}`,
  },
  {
    name: 'box.proto',
    holds: ['meaning'],
    form: upper,
    write: (all) =>
      `syntax = "proto3";\nenum ErrorReason {\n  ERROR_REASON_UNSPECIFIED = 0;\n${lines(all, ({ code, meaning }, at) => `  // ${meaning}\n  ${upper(code)} = ${at + 1};`)}\n}\n`,
  },
  {
    name: 'box.graphql',
    holds: ['meaning'],
    form: upper,
    write: (all) =>
      `enum ErrorCode {\n${lines(all, ({ code, meaning }) => `  "${meaning}"\n  ${upper(code)}`)}\n}\n`,
  },
  {
    name: 'table.md',
    holds: ALL,
    write: (all) =>
      `# Errors\n\n| Code | Status | Description | Solution |\n|--|--|--|--|\n${lines(all, ({ code, status, meaning, fix }) => `| \`${code}\` | ${status} | ${meaning} | ${fix} |`)}\n`,
  },
  {
    name: 'type-table.md',
    holds: ['status', 'meaning'],
    write: (all) =>
      `# Error codes\n\n| Type | Description | Code |\n|--|--|--|\n${lines(all, ({ code, status, meaning }) => `| ${code} | ${meaning} | ${status} |`)}\n`,
  },
  {
    name: 'list.md',
    holds: ['status', 'meaning'],
    write: (all) =>
      `# Error codes\n\n${lines(all, ({ code, status, meaning }) => `- \`${code}\` (${status}): ${meaning}`)}\n`,
  },
  {
    name: 'headings.md',
    holds: ['meaning', 'fix'],
    write: (all) =>
      `# Error codes\n\n${lines(all, ({ code, meaning, fix }) => `## \`${code}\`\n\n${meaning}\n\n**Solution:** ${fix}\n`)}`,
  },
  {
    name: 'records.md',
    holds: ['meaning', 'fix'],
    write: (all) =>
      `# Errors\n\n| | |\n|--|--|\n${lines(all, ({ code, meaning, fix }) => `| **Error** | \`${code}\` |\n| **Message** | ${meaning} |\n| **Solution** | ${fix} |\n| | |`)}\n`,
  },
  {
    name: 'definitions.md',
    holds: ['meaning'],
    write: (all) => `# Errors\n\n${lines(all, ({ code, meaning }) => `\`${code}\`\n:   ${meaning}\n`)}`,
  },
  {
    name: 'table.html',
    holds: ['status', 'meaning'],
    write: (all) =>
      `<!doctype html><html><body><h1>Errors</h1><table><tr><th>Error code</th><th>HTTP status</th><th>Meaning</th></tr>${lines(all, ({ code, status, meaning }) => `<tr><td><code>${code}</code></td><td>${status}</td><td>${meaning}</td></tr>`)}</table></body></html>`,
  },
  {
    name: 'components.mdx',
    holds: ['status', 'meaning'],
    write: (all) =>
      `import E from "e"\n\n# Errors\n\n${lines(all, ({ code, status, meaning }) => `<ErrorCode code="${code}" status="${status}" description="${meaning}" />\n`)}`,
  },
  {
    name: 'openapi.yaml',
    holds: ['meaning'],
    write: (all) =>
      `openapi: 3.0.3\npaths: {}\ncomponents:\n  schemas:\n    ErrorCode:\n      type: string\n      description: |\n${lines(all, ({ code, meaning }) => `        - \`${code}\`: ${meaning}`)}\n      enum: [${all.map(({ code }) => code).join(', ')}]\n`,
  },
  {
    name: 'openapi.json',
    holds: ['status', 'meaning'],
    write: (all) =>
      JSON.stringify({
        openapi: '3.1.0',
        paths: Object.fromEntries(
          all.map(({ code, status, meaning }) => [
            `/${code}`,
            {
              get: {
                responses: {
                  [status]: {
                    description: meaning,
                    content: { 'application/json': { example: { error: { code } } } },
                  },
                },
              },
            },
          ]),
        ),
      }),
  },
  {
    name: 'swagger.json',
    holds: ['status', 'meaning'],
    write: (all) =>
      JSON.stringify({
        swagger: '2.0',
        paths: Object.fromEntries(
          all.map(({ code, status, meaning }) => [
            `/${code}`,
            {
              get: {
                responses: { [status]: { description: meaning, examples: { 'application/json': { code } } } },
              },
            },
          ]),
        ),
      }),
  },
  {
    name: 'errors.go',
    holds: ['meaning'],
    write: (all) =>
      `package e\n\nconst (\n${lines(all, ({ code, meaning }) => `\t// ${meaning}\n\tErr${pascal(code)} ErrorCode = "${code}"`)}\n)\n`,
  },
  {
    name: 'errors.ts',
    holds: ['status', 'meaning'],
    write: (all) =>
      `export const ERRORS = {\n${lines(all, ({ code, status, meaning }) => `  ${upper(code)}: { code: '${code}', status: ${status}, message: '${meaning}' },`)}\n};\n`,
  },
  {
    name: 'errors.py',
    holds: ['meaning'],
    write: (all) =>
      `class ErrorCode(str, Enum):\n${lines(all, ({ code, meaning }) => `    # ${meaning}\n    ${upper(code)} = "${code}"`)}\n`,
  },
  {
    name: 'ErrorCode.java',
    holds: ['status', 'meaning'],
    write: (all) =>
      `enum ErrorCode {\n${all.map(({ code, status, meaning }) => `  ${upper(code)}("${code}", ${status}, "${meaning}")`).join(',\n')};\n}\n`,
  },
  {
    name: 'errors.rb',
    holds: ['status', 'meaning'],
    write: (all) =>
      lines(all, ({ code, status, meaning }) => `raise ApiError.new('${code}', ${status}, '${meaning}')`),
  },
  {
    name: 'labels.md',
    holds: ALL,
    write: (all) =>
      `# Errors\n\n${lines(all, ({ code, status, meaning, fix }, at) => `## Case ${at + 1}\n\n- **Error code:** \`${code}\`\n- **HTTP status:** ${status}\n- **Description:** ${meaning}\n- **Resolution:** ${fix}\n`)}`,
  },
  {
    name: 'records.html',
    holds: ALL,
    write: (all) =>
      `<!doctype html><html><body><h1>Errors</h1>${lines(all, ({ code, status, meaning, fix }, at) => `<h2>Case ${at + 1}</h2><table><tr><th>Code</th><td><code>${code}</code></td></tr><tr><th>HTTP status</th><td>${status}</td></tr><tr><th>Meaning</th><td>${meaning}</td></tr><tr><th>What to do</th><td>${fix}</td></tr></table>`)}</body></html>`,
  },
  {
    name: 'reasons.md',
    holds: ['status', 'meaning'],
    write: (all) =>
      `# Error codes\n\n| Code | Reason | Description |\n|--|--|--|\n${lines(all, ({ code, status, meaning }) => `| ${status} | ${code} | ${meaning} |`)}\n`,
  },
  {
    name: 'numbered.md',
    holds: ['meaning'],
    form: (code) => `BOX_${upper(code)}`,
    write: (all) =>
      `# Result codes\n\n${lines(all, ({ code, meaning }, at) => `## (${at + 1}) BOX_${upper(code)}\n\n${meaning}\n`)}`,
  },
  {
    name: 'errors.rst',
    holds: ['meaning', 'fix'],
    write: (all) =>
      `Error codes\n===========\n\n${lines(all, ({ code, meaning, fix }) => `${code}\n${'-'.repeat(code.length)}\n\n${meaning}\n\n**Fix:** ${fix}\n`)}`,
  },
  {
    name: 'errors.ini',
    holds: ['meaning'],
    write: (all) => lines(all, ({ code, meaning }) => `${code} = ${meaning}`),
  },
  {
    name: 'described.yaml',
    holds: ['status', 'meaning'],
    write: (all) =>
      `openapi: 3.0.3\ninfo:\n  title: Boxes\n  description: |\n    # Errors\n\n    | Code | HTTP | Description |\n    |--|--|--|\n${lines(all, ({ code, status, meaning }) => `    | \`${code}\` | ${status} | ${meaning} |`)}\npaths: {}\n`,
  },
  {
    name: 'constants.yaml',
    holds: ['meaning'],
    write: (all) =>
      `openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    ErrorCode:\n      oneOf:\n${lines(all, ({ code, meaning }) => `        - const: ${code}\n          description: ${quoted(meaning)}`)}\n`,
  },
  {
    name: 'diagnostics.ts',
    holds: ['meaning', 'fix'],
    form: upper,
    write: (all) =>
      `export const diagnostics = defineDiagnostics({\n  codes: {\n${lines(all, ({ code, meaning, fix }) => `    ${upper(code)}: { why: '${meaning}', fix: '${fix}' },`)}\n  },\n})\n`,
  },
  {
    name: 'catalog.ts',
    holds: ALL,
    form: (code) => `box.${upper(code)}`,
    write: (all) =>
      `export const box = defineErrorCatalog('box', {\n${lines(all, ({ code, status, meaning, fix }) => `  ${upper(code)}: { status: ${status}, message: '${meaning}', fix: '${fix}' },`)}\n})\n`,
  },
  {
    name: 'kratos.proto',
    holds: ['status', 'meaning'],
    form: upper,
    write: (all) =>
      `syntax = "proto3";\nenum ErrorReason {\n${lines(all, ({ code, status, meaning }, at) => `  // ${meaning}\n  ${upper(code)} = ${at} [(errors.code) = ${status}];`)}\n}\n`,
  },
  {
    name: 'map.php',
    holds: ['status', 'meaning'],
    write: (all) =>
      `<?php\nreturn [\n${lines(all, ({ code, status, meaning }) => `  '${code}' => ['status' => ${status}, 'message' => '${meaning}'],`)}\n];\n`,
  },
  {
    name: 'errors.adoc',
    holds: ALL,
    write: (all) =>
      `= Errors\n\n[cols="1,1,2,2",options="header"]\n|===\n|Code |HTTP status |Description |Fix\n\n${lines(all, ({ code, status, meaning, fix }) => `|\`${code}\`\n|${status} a|${meaning}\n|${fix}\n`)}|===\n`,
  },
  {
    name: 'headings.adoc',
    holds: ['status', 'meaning'],
    write: (all) =>
      `= Error codes\n:toc:\n\n${lines(all, ({ code, status, meaning }) => `== ${code}\n\n*HTTP status:* ${status}\n\n${meaning}\n`)}`,
  },
  {
    name: 'Errors.resx',
    holds: ['meaning'],
    form: pascal,
    write: (all) =>
      `<?xml version="1.0"?>\n<root>\n  <resheader name="version"><value>2.0</value></resheader>\n${lines(all, ({ code, meaning }) => `  <data name="${pascal(code)}" xml:space="preserve">\n    <value>${meaning}</value>\n  </data>`)}\n</root>\n`,
  },
  {
    name: 'strings.xml',
    holds: ['meaning'],
    write: (all) =>
      `<resources>\n${lines(all, ({ code, meaning }) => `    <string name="${code}">${meaning}</string>`)}\n</resources>\n`,
  },
  {
    name: 'Errors.strings',
    holds: ['meaning'],
    write: (all) =>
      `/* What can go wrong */\n${lines(all, ({ code, meaning }) => `"${code}" = "${meaning}";`)}\n`,
  },
];
