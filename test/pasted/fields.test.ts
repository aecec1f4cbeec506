import { describe, expect, it } from 'vitest';
import { namedValues, readPasted, valuesIn } from '../../src/pasted/pasted.ts';

/** The fields of a text, each as `path|key=value`. */
const read = (text: string) =>
  namedValues(text).map(({ path, key, value }) => `${path.join('/')}|${key}=${value}`);

describe('the fields of a pasted text', () => {
  it.each([
    ['{"error":{"code":"a_b","message":"no"}}', ['/error|code=a_b', '/error|message=no']],
    ["{'error': {'code': 'a_b'}}", ['/error|code=a_b']],
    ['{"errors":[{"code":"a_b"},{"code":"c_d"}]}', ['/errors/errors|code=a_b', '/errors/errors|code=c_d']],
    ['{"path":["a","b"],"extensions":{"code":"X"}}', ['/path|path=a', '/path|path=b', '/extensions|code=X']],
    ['<Error><Code>TooLarge</Code></Error>', ['|code=TooLarge']],
    ['<soap:Fault><faultcode>Client</faultcode></soap:Fault>', ['|faultcode=Client']],
    [
      'level=error msg="it failed" code="a_b" tries=3',
      ['|level=error', '|msg=it failed', '|code=a_b', '|tries=3'],
    ],
    ['com.example.NotFoundException: no such thing', ['|comexamplenotfoundexception=no such thing']],
    ["AttributeError: 'A' object has no attribute 'b'", ["|attributeerror=A' object has no attribute 'b"]],
    ['curl --data=x https://a.example/b', []],
    ['a == b and c::d', []],
  ])('are read with what stands round them: %s', (text, fields) => {
    expect(read(text)).toEqual(fields);
  });

  it('keep their place in an object behind a list', () => {
    const text = '{"errors":{"name":["is too long"],"slug":["is taken already"]},"slug":"acme"}';
    expect(valuesIn(text, ['slug'])).toEqual(['acme']);
    expect(readPasted(text).sentences).toEqual(['is too long', 'is taken already']);
  });

  it('are looked for in values without their escapes, and judged with them', () => {
    const pasted = readPasted(
      'https://app.example.com/cb?error=access_denied&error_description=Not%20allowed',
    );
    expect(pasted.plain).toContain('error_description=Not allowed');
    expect(pasted.text).toContain('error_description=Not%20allowed');
  });
});
