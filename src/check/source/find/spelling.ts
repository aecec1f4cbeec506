/** How `serde` and `strum` write the name of a variant under `rename_all`; null for a rule that is not known. */
export function renamed(name: string, rule: string): string | null {
  const snake = name.replace(/(?!^)\p{Lu}/gu, '_$&').toLowerCase();
  switch (rule) {
    case 'snake_case':
      return snake;
    case 'SCREAMING_SNAKE_CASE':
    case 'shouty_snake_case':
      return snake.toUpperCase();
    case 'kebab-case':
    case 'kebab_case':
      return snake.replaceAll('_', '-');
    case 'SCREAMING-KEBAB-CASE':
      return snake.replaceAll('_', '-').toUpperCase();
    case 'camelCase':
      return name.slice(0, 1).toLowerCase() + name.slice(1);
    case 'PascalCase':
      return name;
    case 'lowercase':
      return name.toLowerCase();
    case 'UPPERCASE':
      return name.toUpperCase();
    default:
      return null;
  }
}

const NO_ERROR =
  /^(?:ok|okay|success|succeeded|none|no_?error|unset|unspecified|not_?set|undefined|reserved|count|max|last|_+)$/i;

/** Whether the name of a member stands for the absence of an error, or for nothing at all. */
export function isNoError(name: string): boolean {
  return (
    NO_ERROR.test(name.replace(/^(?:err|error|code)+_?/i, '') || name) ||
    /(?:_UNSPECIFIED|_OK|_SUCCESS|Unspecified)$/.test(name)
  );
}
