/** What of WebAssembly is used here; Node's types do not have it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

/**
 * What the WebAssembly module `bytes` exports.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function exportsOf(bytes: Uint8Array): object {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}
