import { expect, test } from 'vitest';
import { codesIn } from './codes.ts';

const CASES: [what: string, text: string, codes: string[], file?: string][] = [
  [
    'an enum',
    'class ErrorCode(str, Enum):\n    """Codes, as \'gone_away\'."""\n\n    NOT_FOUND = "not_found"\n    SEATS = "seat_limit"  # "x_missing"\n\n    def is_final(self):\n        kind = "not_retryable"\n        return kind',
    ['not_found', 'seat_limit'],
  ],
  ['auto() of a StrEnum', 'class ErrorCode(StrEnum):\n    NOT_FOUND = auto()\n', ['not_found']],
  [
    'auto() of an Enum',
    'class ErrorCode(Enum):\n    NOT_FOUND = auto()\n    SLUG_TAKEN = enum.auto()\n',
    ['NOT_FOUND?', 'SLUG_TAKEN?'],
  ],
  [
    'numbers that count, and numbers that are codes',
    'class ErrorCode(IntEnum):\n    NOT_FOUND = 1\n    INVALID_NUMBER = 21211\n    GONE = 410\n',
    ['NOT_FOUND?', '21211', 'GONE?'],
  ],
  [
    'tuples',
    'class ErrorCode(Enum):\n    NOT_FOUND = ("not_found", 404)\n    GONE = (410, "gone_away", "It is gone")\n',
    ['not_found', 'gone_away'],
  ],
  [
    'an enum of something else',
    'class State(str, Enum):\n    FAILED = "has_failed"\n\nclass ErrorLevel(str, Enum):\n    BAD = "very_bad"\n',
    [],
  ],
  [
    'constants of a class',
    'class ErrorCodes:\n    NOT_FOUND = "not_found"\n    seats = "seat_limit"\n',
    ['not_found'],
  ],
  [
    'constants of a module about errors',
    'NOT_FOUND = "not_found"\nLOG_NAME = "app.api"\nDEFAULT = "internal_error"\n',
    ['not_found'],
    'app/errors.py',
  ],
  ['constants of another module', 'NOT_FOUND = "not_found"\n', [], 'app/pages.py'],
  [
    'a constant that says so',
    'ERR_SLUG_TAKEN: Final[str] = "slug_taken"\nSLUG_TAKEN_ERROR_CODE = "slug_taken"',
    ['slug_taken', 'slug_taken'],
  ],
  [
    'a dict',
    'ERRORS = {\n    "not_found": "There is none.",\n    "slug_taken": {"status": 409},\n}',
    ['not_found', 'slug_taken'],
  ],
  [
    'a dict of codes',
    'ERROR_CODES: dict[int, str] = {404: "not_found", 409: "slug_taken"}',
    ['not_found', 'slug_taken'],
  ],
  [
    'lists and sets',
    'ERROR_CODES = ["not_found", "slug_taken"]\nERROR_CODE_SET = frozenset({"seat_limit"})',
    ['not_found', 'slug_taken', 'seat_limit'],
  ],
  ['what is tried again', 'RETRYABLE_ERROR_CODES = {"rate_limited"}', []],
  [
    'a list of classes',
    'RETRY_EXCEPTIONS = ("ConnectTimeout", "ReadTimeout")\nEXCEPTIONS = ["KeyError"]',
    [],
  ],
  [
    'a Literal of what are types of errors',
    'ErrorType: TypeAlias = typing.Literal[\n    "not_found",\n    "slug_taken",\n]\nErrorType = Literal["gone_away"]\n',
    ['not_found', 'slug_taken', 'gone_away'],
  ],
  ['a list of types of errors, which may be anything', 'error_types = ["not_found", "slug_taken"]', []],
  ['a Literal', 'ErrorCode = Literal["not_found", "slug_taken"]', ['not_found', 'slug_taken']],
  [
    'raise',
    'raise ApiError("slug_taken")\nraise ApiError(404, "not_found")\nraise HTTPException(status_code=400, detail="x")',
    ['slug_taken', 'not_found'],
  ],
  [
    'what is raised of the language itself',
    'raise ValueError("slug_taken")\nraise KeyError("not_found")\nraise RuntimeError("no_loop")',
    [],
  ],
  [
    'what names a field',
    'raise NotFoundError("user_name")\nraise ValidationError("email_address", "is bad")',
    [],
  ],
  [
    'keyword arguments',
    'raise ApiError(code="slug_taken")\nabort(404, error_code="unauthorized")',
    ['slug_taken', 'unauthorized'],
  ],
  ['a query', 'Error.objects.filter(code="slug_taken")\nsession.get(code="not_found")', []],
  ['members', 'return {"error": {"code": "not_found", "message": m}}', ['not_found']],
  [
    'either of two',
    'code = "slug_taken" if a else "name_taken"\nself.error_code = code or "internal_error"',
    ['slug_taken', 'name_taken', 'internal_error'],
  ],
  [
    'a class attribute',
    'class NotFound(ApiError):\n    code = "not_found"\n    default_code = "unauthorized"\n',
    ['not_found', 'unauthorized'],
  ],
  [
    'a message that is logged',
    'logger.error("payment_failed", extra={"code": "card_declined"})\nlog.exception("job_failed")',
    [],
  ],
  ['comparisons', 'if e.code == "slug_taken" or e.code in ("not_found", "gone_away"): pass', []],
  ['a note of the language', 'def f():\n    """{"code": "not_found"}"""\n    return 1\n', []],
  [
    'strings with prefixes',
    'raise ApiError(r"slug_taken")\nraise ApiError(f"slug_{x}")\nraise ApiError(b\'not_found\')',
    ['slug_taken', 'not_found'],
  ],
  [
    'strings over lines',
    'x = """\nraise ApiError("slug_taken")\n"""\ny = \'\'\'it\'s\'\'\'\nraise ApiError("not_found")',
    ['not_found'],
  ],
  [
    'texts in pieces',
    'raise ApiError("slug_taken" "_here")\nraise ApiError("slug_" + x)\nraise ApiError("slug_%s" % x)',
    [],
  ],
  [
    'what only looks like a code',
    'error_code = "application/json"\nerror_code = "https://x.org/e"\nerror_code = "error_code"\nerrcode = j.pop("errcode", "errmsg")\nerror_code = "en_US"\nerror_code = "config.yaml"\nerror_code = "com.acme.errors.Bad"\nerror_code = "ECONNREFUSED"',
    [],
  ],
];

test.each(CASES)('%s', (_, text, codes, file = 'app/worker.py') => {
  expect(codesIn(text, file)).toEqual(codes);
});
