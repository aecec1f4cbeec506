import { expect, test } from 'vitest';
import { codesIn } from './codes.ts';

/** Enums, and what takes their place in languages without: the value of a member is the code where it has one. */
const CASES: [what: string, file: string, text: string, codes: string[]][] = [
  [
    'TypeScript: SQLSTATEs',
    'db.ts',
    "enum ErrorCode { TableMissing = '42P01', NotUnique = '23505', Connection = '08006', Cast = '22P02' }",
    ['42P01', '23505', '08006', '22P02'],
  ],
  [
    'TypeScript: numbers as text',
    'api.ts',
    "export enum ErrorCode { Expired = '1001', First = '1', Padded = '0007', Negative = '-32000' }",
    ['1001', '1', '0007', '-32000'],
  ],
  [
    'TypeScript: values of parts',
    'api.ts',
    "enum ErrorCode { Dotted = 'billing.card.expired', Json = 'invalid.json', Smtp = '5.7.1', Slash = 'auth/user/gone', Number = '40.3', Colons = 'aws::Denied' }",
    ['billing.card.expired', 'invalid.json', '5.7.1', 'auth/user/gone', '40.3', 'aws::Denied'],
  ],
  [
    'TypeScript: values that are other things elsewhere',
    'api.ts',
    "enum ErrorCode { Missing = 'ENOENT', General = 'error', Kind = 'x-not-found', Url = 'url', Short = 'E1' }",
    ['ENOENT', 'error', 'x-not-found', 'url', 'E1'],
  ],
  [
    'TypeScript: members without a code as their value',
    'api.ts',
    "enum ErrorCode { Bare, Sentence = 'It was not found.', Word = 'Forbidden.', Page = 'https://docs.example.com/e', Missing = '404', Number = 410, Empty = '' }",
    ['Bare?', 'Sentence?', 'Word?', 'Page?', 'Missing?', 'Number?', 'Empty?'],
  ],
  [
    'Python: values',
    'api.py',
    "class ErrorCode(str, Enum):\n    TABLE_MISSING = '42P01'\n    EXPIRED = '1001'\n    CARD = 'billing.card.expired'\n    SMTP = '5.7.1'\n    PAIR = ('23505', 409)\n",
    ['42P01', '1001', 'billing.card.expired', '5.7.1', '23505'],
  ],
  [
    'Python: members without a code as their value',
    'api.py',
    "class ErrorCode(Enum):\n    NOT_FOUND = auto()\n    GONE = 'It is gone.'\n    STATUS = '404'\n",
    ['NOT_FOUND?', 'GONE?', 'STATUS?'],
  ],
  [
    'Java: values',
    'ErrorCode.java',
    'public enum ErrorCode { TABLE_MISSING("42P01"), EXPIRED("1001", 401), CARD(402, "billing.card.expired"), SMTP("5.7.1", "Refused by policy"), MISSING("404", "It is not there"), BARE }',
    ['42P01', '1001', 'billing.card.expired', '5.7.1', 'MISSING?', 'BARE?'],
  ],
  [
    'Java: names for the wire',
    'ErrorCode.java',
    'enum ErrorCode { @JsonProperty("42P01") TABLE_MISSING, @SerializedName("1001") EXPIRED, OTHER }',
    ['42P01', '1001', 'OTHER?'],
  ],
  [
    'Go: constants of a type for codes',
    'codes.go',
    'const (\n\tTableMissing ErrorCode = "42P01"\n\tExpired ErrorCode = "1001"\n\tCard ErrorCode = "billing.card.expired"\n\tSmtp ErrorCode = "5.7.1"\n)\n',
    ['42P01', '1001', 'billing.card.expired', '5.7.1'],
  ],
  [
    'Rust: names for the wire',
    'code.rs',
    '#[derive(Serialize)]\npub enum ErrorCode { #[serde(rename = "42P01")] TableMissing, #[serde(rename = "1001")] Expired, #[strum(serialize = "billing.card.expired")] Card, Bare, Numbered = 4201 }',
    ['42P01', '1001', 'billing.card.expired', 'Bare?', '4201'],
  ],
  [
    'Rust: what a function gives for a member',
    'code.rs',
    'impl ErrorCode { pub fn code(&self) -> &str { match self { Self::TableMissing => "42P01", Self::Expired => "1001", Self::Smtp => "5.7.1" } } }',
    ['42P01', '1001', '5.7.1'],
  ],
  [
    'Swift: values',
    'Code.swift',
    'enum ErrorCode: String { case table = "42P01", expired = "1001" }',
    ['42P01', '1001'],
  ],
  [
    'PHP: values',
    'Code.php',
    "<?php\nenum ErrorCode: string { case Table = '42P01'; case Expired = '1001'; }",
    ['42P01', '1001'],
  ],
  [
    'C#: names for the wire',
    'Code.cs',
    'public enum ErrorCode { [EnumMember(Value = "42P01")] TableMissing, [EnumMember(Value = "1001")] Expired, Bare = 2 }',
    ['42P01', '1001', 'Bare?'],
  ],
];
test.each(CASES)('%s', (_, file, text, codes) => expect(codesIn(text, file)).toEqual(codes));

test('a union, a table and a call take a SQLSTATE for a code', () => {
  expect(codesIn("type ErrorCode = '42P01' | '22P02';", 'a.ts')).toEqual(['42P01', '22P02']);
  expect(codesIn("export const ERROR_CODES = { TABLE: '42P01' };", 'a.ts')).toEqual(['42P01']);
  expect(codesIn("const x = new ErrorCode('42P01');", 'a.ts')).toEqual(['42P01']);
});
