/** `plugin/skills/diagnose-api-errors/SKILL.md`, as it is bundled (`scripts/yaml-data.mjs`). */
declare module '*/SKILL.md' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the text of a file has no name.
  export default text;
}
