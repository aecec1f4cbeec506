/** Files that are not code, as they are bundled (`scripts/yaml-data.mjs`). */

/** The module that imports it says what it holds, as a test checks. */
declare module '*.yaml' {
  const data: unknown;
  // biome-ignore lint/style/noDefaultExport: the data of a file has no name.
  export default data;
}

declare module '*/SKILL.md' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the text of a file has no name.
  export default text;
}

/** With its script and its style in it (`scripts/view-page.mjs`). */
declare module '*/page.html' {
  const page: string;
  // biome-ignore lint/style/noDefaultExport: the text of a file has no name.
  export default page;
}
