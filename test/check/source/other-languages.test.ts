import { expect, test } from 'vitest';
import { codesIn } from './codes.ts';

const JAVA: [what: string, text: string, codes: string[]][] = [
  [
    'an enum',
    'public enum ErrorCode implements Coded {\n  NOT_FOUND("not_found", 404),\n  SLUG(HttpStatus.CONFLICT, "slug_taken", "The slug is taken"),\n  GONE(410, "It is gone"),\n  NUMBERED(21211);\n  private final String code = "x_missing_y";\n  ErrorCode(String code, int status) { this.code = code; }\n}',
    ['not_found', 'slug_taken', 'GONE?', '21211', 'x_missing_y'],
  ],
  [
    'names for the wire',
    'enum ApiError {\n  @JsonProperty("not_found") NOT_FOUND,\n  @SerializedName("slug_taken")\n  SLUG,\n  OTHER\n}',
    ['not_found', 'slug_taken', 'OTHER?'],
  ],
  [
    'constants of a class',
    'public final class ErrorCodes {\n  public static final String NOT_FOUND = "not_found";\n  static final int INVALID = 21211;\n  static final int STATUS = 404;\n}',
    ['not_found', '21211'],
  ],
  [
    'throwing',
    'throw new ApiException("slug_taken");\nthrow new IllegalStateException("not_ready");',
    ['slug_taken'],
  ],
  [
    'builders',
    'return Problem.builder().code("not_found").build();\nerror.setCode("slug_taken");\ncurrency.setCode("usd");',
    ['not_found', 'slug_taken'],
  ],
  [
    'a method that gives the code',
    'class NotFoundException extends ApiException { @Override public String getCode() { return "not_found"; } }',
    ['not_found'],
  ],
  [
    'a switch that spells',
    'String toCode(ApiError error) { return switch (error) { case NOT_FOUND -> "not_found"; case SLUG, NAME -> "name_taken"; }; }',
    ['not_found', 'name_taken'],
  ],
  ['what is compared and logged', 'if ("slug_taken".equals(e.getCode())) log.error("not_found");', []],
  [
    'text blocks and characters',
    'char c = \'"\'; String s = """\n  code("a_missing")\n  """; throw new ApiError("slug_taken");',
    ['slug_taken'],
  ],
];
test.each(JAVA)('Java: %s', (_, text, codes) => expect(codesIn(text, 'src/Api.java')).toEqual(codes));

const KOTLIN: [what: string, text: string, codes: string[]][] = [
  [
    'an enum whose last comma is followed by its end',
    'enum class ErrorCode(val number: Int) {\n  NOT_FOUND(1),\n  GONE(0x2),\n  ;\n  companion object {\n    fun of(n: Int) = entries.find { it.number == n }\n  }\n}',
    ['NOT_FOUND?', 'GONE?'],
  ],
  [
    'an enum',
    'enum class ErrorCode(val code: String, val status: Int) {\n  NOT_FOUND("not_found", 404),\n  @SerialName("slug_taken") SLUG_TAKEN("x", 409);\n\n  companion object\n}',
    ['not_found', 'slug_taken'],
  ],
  [
    'an object',
    'object ErrorCodes {\n  const val NOT_FOUND = "not_found"\n  val seats: String = "seat_limit"\n}',
    ['not_found'],
  ],
  [
    'calls and arguments',
    'throw ApiException("slug_taken")\nreturn ApiError(code = "not_found", message = "x")\nerror("slug_$x")',
    ['slug_taken', 'not_found'],
  ],
  [
    'a when that spells',
    'fun ApiError.code(): String = when (this) {\n  ApiError.NotFound -> "not_found"\n  is ApiError.Slug -> "slug_taken"\n}',
    ['not_found', 'slug_taken'],
  ],
  [
    'comments in comments',
    '/* /* code = "a_missing" */ throw ApiError("b_missing") */ throw ApiError("slug_taken")',
    ['slug_taken'],
  ],
];
test.each(KOTLIN)('Kotlin: %s', (_, text, codes) => expect(codesIn(text, 'src/Api.kt')).toEqual(codes));

const RUST: [what: string, text: string, codes: string[], file?: string][] = [
  [
    'names of an enum of codes',
    '#[derive(Debug)]\npub enum ErrorCode { NotFound, SlugTaken(String), Gone { at: u64 } }',
    ['NotFound?', 'SlugTaken?', 'Gone?'],
  ],
  [
    'an error that stays within',
    '#[derive(Debug, thiserror::Error)]\nenum ParseError { #[error("unexpected_end")] UnexpectedEnd, Io(std::io::Error) }',
    [],
  ],
  [
    'names by a rule',
    '#[derive(Serialize)]\n#[serde(rename_all = "snake_case")]\npub enum ApiError { NotFound, SlugTaken { id: u64 } }',
    ['not_found', 'slug_taken'],
  ],
  [
    'names by attributes',
    '#[derive(Serialize)]\n#[serde(rename_all = "SCREAMING_SNAKE_CASE")]\nenum ErrorCode { #[serde(rename = "gone_away")] Gone, NotFound, #[strum(serialize = "slug_taken")] Slug, #[error_code = "seat_limit"] Seats }',
    ['gone_away', 'NOT_FOUND', 'slug_taken', 'seat_limit'],
  ],
  [
    'constants of a module',
    'mod error_codes { pub const NOT_FOUND: &str = "not_found"; }\npub const ERROR_CODES: &[&\'static str] = &["slug_taken", "gone_away"];',
    ['not_found', 'slug_taken', 'gone_away'],
  ],
  [
    'constants of a file',
    'pub const NOT_FOUND: &\'static str = "not_found";\npub const PREFIX: &str = "my_prefix";',
    ['not_found'],
    'src/errors.rs',
  ],
  [
    'arms that spell',
    'impl ErrorCode {\n  pub fn as_str(&self) -> &\'static str {\n    match self {\n      ErrorCode::NotFound => "not_found",\n      Self::Slug { .. } | Self::Name(_) => "slug_taken",\n    }\n  }\n  fn severity(&self) -> &str { match self { Self::NotFound => "not_bad", _ => "very_bad" } }\n}',
    ['not_found', 'slug_taken'],
  ],
  ['arms over text', 'match code { "slug_taken" => 409, "not_found" => 404, _ => 500 }', []],
  [
    'calls and fields',
    'return Err(ApiError::new("slug_taken"));\nlet e = ApiError { code: "not_found".into(), status: 404 };\nErr("name_taken".to_string())',
    ['slug_taken', 'not_found', 'name_taken'],
  ],
  ['what it panics with', 'panic!("slug_taken"); anyhow!("not_found"); assert_eq!(e.code, "gone_away");', []],
  [
    'raw strings and lifetimes',
    'fn f<\'a>(c: &\'a str) { let q = \'"\'; let s = r#"code: "a_missing""#; ApiError::new(r"slug_taken") }',
    ['slug_taken'],
  ],
];
test.each(RUST)('Rust: %s', (_, text, codes, file = 'src/api.rs') =>
  expect(codesIn(text, file)).toEqual(codes),
);

const OTHERS: [what: string, file: string, text: string, codes: string[]][] = [
  [
    'C#',
    'Api.cs',
    'public enum ErrorCode { [EnumMember(Value = "not_found")] NotFound, SlugTaken = 1 }\nclass ErrorCodes { public const string Seats = "seat_limit"; }\nthrow new ApiException("gone_away");\nreturn new Error { Code = "name_taken" };\nvar v = $"x {m["code"]} y"; var w = @"a ""b""";',
    ['not_found', 'SlugTaken?', 'seat_limit', 'gone_away', 'name_taken'],
  ],
  [
    'PHP',
    'Api.php',
    "<p>It's code: \"a_missing\"</p>\n<?php\n# code => \"b_missing\"\nenum ErrorCode: string { case NotFound = 'not_found'; case Slug = \"slug_taken\"; }\nclass ErrorCodes { const SEATS = 'seat_limit'; }\nreturn ['code' => 'gone_away', 'message' => 'x'];\nthrow new ApiException(\"name_taken\");\n$x = <<<EOT\nit's code => 'c_missing'\nEOT;\n$e->code = 'not_allowed'; ?> <b>'</b>",
    ['not_found', 'slug_taken', 'seat_limit', 'gone_away', 'name_taken', 'not_allowed'],
  ],
  [
    'Ruby',
    'api.rb',
    '# code: "a_missing"\nmodule ErrorCodes\n  NOT_FOUND = "not_found"\n  ERROR_CODES = %w[slug_taken name_taken].freeze\nend\nrender json: { error: { code: :seat_limit, message: m } }\nraise ApiError.new("gone_away")\nx = <<~TEXT\n  code: "b_missing", it\'s\nTEXT\nfail_with(code: "not_allowed") if a =~ /[\'"]/',
    ['not_found', 'slug_taken', 'name_taken', 'seat_limit', 'gone_away', 'not_allowed'],
  ],
  [
    'Swift',
    'Api.swift',
    'enum ErrorCode: String, Codable {\n  case notFound = "not_found", gone = "gone_away"\n  case unauthorized\n  var title: String { switch self { case .notFound: return "not_there" } }\n}\nenum NetworkError: Error { case timeout, notConnected }\nthrow ApiError(code: "slug_taken", message: "\\(m["code"])")',
    ['not_found', 'gone_away', 'unauthorized', 'slug_taken'],
  ],
  [
    'Scala',
    'Api.scala',
    'object ErrorCodes {\n  val NotFound = "not_found"\n}\nthrow new ApiException("slug_taken")\nthrow ApiError(s"slug_$x")',
    ['not_found', 'slug_taken'],
  ],
  [
    'C',
    'api.c',
    '#define ERR_NOT_FOUND "not_found"\nenum error_code { ERR_OK, ERR_SLUG_TAKEN };\nstatic const char *ERR_GONE = "gone_away";\nif (!strcmp(code, "seat_limit")) return c == \'"\';',
    ['not_found', 'ERR_SLUG_TAKEN?', 'gone_away'],
  ],
];
test.each(OTHERS)('%s', (_, file, text, codes) => expect(codesIn(text, file)).toEqual(codes));
