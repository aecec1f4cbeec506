import picomatch from 'picomatch';

const FOLDERS = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'third_party',
  'dist',
  'build',
  'out',
  'target',
  '__pycache__',
  'venv',
  'coverage',
  'generated',
  'test',
  'tests',
  '__tests__',
  '__mocks__',
  'testdata',
  'spec',
  'specs',
  'fixtures',
  '__fixtures__',
]);
const FILES =
  /(?:\.pb\.go|_generated\.[^.]+|\.generated\.[^.]+|\.min\.[cm]?js|\.d\.[cm]?ts|_test\.(?:go|py|rb|rs|cc|cpp)|_spec\.rb|\.(?:test|spec)\.[^.]+|_pb2(?:_grpc)?\.py|[a-z]Tests?\.(?:java|kt|scala|cs|swift|php))$|^(?:test_.*\.py|conftest\.py)$/;

/** What of a tree is not read. */
export interface Ignored {
  folder(name: string, path: string): boolean;
  file(name: string, path: string): boolean;
}

/**
 * What is passed over below a folder: what is hidden, installed, built, generated or a test, and what `globs` name. A
 * glob is matched with the path from that folder, and with `/` in front of none is matched with the name alone.
 */
export function ignoring(globs: readonly string[]): Ignored {
  const matchers = globs.map((glob) => {
    const trimmed = glob.replace(/^\.?\//, '').replace(/\/$/, '');
    return { matches: picomatch([trimmed, `${trimmed}/**`], { dot: true }), isName: !trimmed.includes('/') };
  });
  const isNamed = (name: string, path: string) =>
    matchers.some(({ matches, isName }) => matches(path) || (isName && matches(name)));
  return {
    folder: (name, path) => name.startsWith('.') || FOLDERS.has(name) || isNamed(name, path),
    file: (name, path) => FILES.test(name) || isNamed(name, path),
  };
}
