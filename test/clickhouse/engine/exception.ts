/** An exception of ClickHouse, worded as it words it. */
export class Exception extends Error {
  readonly code: number;

  constructor(code: number, name: string, text: string) {
    super(`Code: ${code}. DB::Exception: ${text} (${name})`);
    this.code = code;
  }

  /** What the engine threw; anything else is thrown on. */
  static of(thrown: unknown): Exception {
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    const [, code, rest, name] = /Code: (\d+)\. DB::Exception: (.*) \(([A-Z0-9_]+)\)\s*$/s.exec(text) ?? [];
    if (code === undefined || rest === undefined || name === undefined) throw thrown;
    return new Exception(Number(code), name, rest);
  }
}

/** As `exceptionCodeToHTTPStatus.cpp` of ClickHouse has it; every other code is a 500. */
const CODES_OF_STATUS: Readonly<Record<number, readonly number[]>> = {
  400: [
    6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168, 223, 321, 376, 427, 441, 675,
    676,
  ],
  401: [194],
  403: [192, 193, 497, 512, 516],
  404: [46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511],
  408: [159],
  411: [381],
  413: [229],
  415: [779],
  501: [48],
  503: [76, 209, 439],
};

const STATUS_OF_CODE: ReadonlyMap<number, number> = new Map(
  Object.entries(CODES_OF_STATUS).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)])),
);

/** The HTTP status with which ClickHouse answers an exception. */
export function httpStatus(code: number): number {
  return STATUS_OF_CODE.get(code) ?? 500;
}
