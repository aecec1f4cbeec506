import { expect, test } from 'vitest';
import { codesIn } from './codes.ts';

const CASES: [what: string, text: string, codes: string[], file?: string][] = [
  ['a constant', 'const ErrSlugTaken = "workspace_slug_taken"', ['workspace_slug_taken']],
  [
    'a block of typed constants',
    'const (\n\tCodeNotFound ErrorCode = "not_found" // "gone_away"\n\tCodeSeats ErrorCode = "seat_limit"\n\tunauthorized ErrorCode = "unauthorized"\n)',
    ['not_found', 'seat_limit', 'unauthorized'],
  ],
  [
    'a type whose name is Code, in a package about errors',
    'type Code string\nconst (\n\tSeats Code = "seat_limit"\n)',
    ['seat_limit'],
    'apierr/values.go',
  ],
  ['such a type elsewhere', 'const (\n\tGermany Code = "german_mark"\n)', []],
  [
    'constants that are counted, by name',
    'const (\n\tCodeNotFound ErrorCode = iota\n\tCodeSlugTaken\n\tCodeOK\n)',
    ['CodeNotFound?', 'CodeSlugTaken?'],
  ],
  ['errors.New with a code', 'var ErrNotFound = errors.New("not_found")', ['not_found']],
  [
    'errors.New with words',
    'var ErrNotFound = errors.New("not found")\nvar ErrSkip = errors.New("skip")',
    [],
  ],
  ['errors.New in a function', 'func f() error { return errors.New("not_found") }', []],
  ['fmt.Errorf', 'return fmt.Errorf("slug_taken")', []],
  [
    'a field of a literal',
    'return &APIError{Code: "not_found", Status: 404}\nx := Currency{Code: "usd_dollar", Symbol: "$"}',
    ['not_found'],
  ],
  [
    'a member of a map',
    'c.JSON(404, gin.H{"error": "slug_taken", "code": `not_found`})',
    ['slug_taken', 'not_found'],
  ],
  ['a plain word as an error', 'c.JSON(500, gin.H{"error": "oops"})', []],
  ['JSON in a string', 'w.Write([]byte(`{"error":{"code":"not_found","message":"x"}}`))', ['not_found']],
  ['JSON with escapes', 'fmt.Fprint(w, "{\\"code\\":\\"slug_taken\\"}")', ['slug_taken']],
  [
    'calls',
    'return apierr.New(404, "not_found", "x")\nwriteError(w, "slug_taken", 409)\nreturn NewError("seat_limit")',
    ['not_found', 'slug_taken', 'seat_limit'],
  ],
  ['a conversion', 'return ErrorCode("unauthorized")', ['unauthorized']],
  [
    'what is logged',
    'log.Error("payment_failed")\nlogger.WithFields(logrus.Fields{"code": "index_missing"}).Warn("x")',
    [],
  ],
  ['a comparison', 'if err.Code == "slug_taken" { return }\nif "not_found" == code {}', []],
  [
    'a switch over what was received',
    'switch err.Code {\ncase "slug_taken", "not_found":\n\treturn nil\n}',
    [],
  ],
  [
    'a switch that spells the members',
    'func (c ErrorCode) String() string {\n\tswitch c {\n\tcase CodeNotFound:\n\t\treturn "not_found"\n\tcase CodeSlug, CodeName:\n\t\treturn "slug_taken"\n\t}\n\treturn ""\n}',
    ['not_found', 'slug_taken'],
  ],
  [
    'a switch that titles the members',
    'func (c ErrorCode) Title() string {\n\tswitch c {\n\tcase CodeNotFound:\n\t\treturn "not_there"\n\t}\n\treturn ""\n}',
    [],
  ],
  [
    'a method that gives the code',
    'func (e *NotFoundError) Code() string { return "not_found" }',
    ['not_found'],
  ],
  ['a method that gives another code', 'func (c *Country) Code() string { return "not_german" }', []],
  [
    'a map by codes',
    'var status = map[ErrorCode]int{\n\t"not_found": 404,\n\t"slug_taken": 409,\n}',
    ['not_found', 'slug_taken'],
  ],
  [
    'a map of codes',
    'var names = map[ErrorCode]string{\n\tNotFound: "not_found",\n\tTaken: "slug_taken",\n}',
    ['not_found', 'slug_taken'],
  ],
  ['a list of codes', 'var ErrorCodes = []string{"not_found", "slug_taken"}', ['not_found', 'slug_taken']],
  [
    'what is commented out',
    '// const ErrA = "a_missing"\n/* Code: "b_missing" */\nvar x = `\nCode: "c_missing"\n`',
    [],
  ],
  ['a header', 'errorCode := header.Get("x-error-code")\nw.Header().Set("Error-Code", "x")', []],
  ['a quote as a character', "x := '\"'\nreturn NewError(\"slug_taken\")\ny := '\\''", ['slug_taken']],
];

test.each(CASES)('%s', (_, text, codes, file = 'api/service.go') => {
  expect(codesIn(text, file)).toEqual(codes);
});
