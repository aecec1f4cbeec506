/** What `act` gives where there is no WebAssembly. */
export function withoutWebAssembly<T>(act: () => T): T {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
  Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true });
  try {
    return act();
  } finally {
    if (original) Object.defineProperty(globalThis, 'WebAssembly', original);
  }
}
