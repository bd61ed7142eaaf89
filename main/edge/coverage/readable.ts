/** What is read, or else what is known, while the store can't be read. */
export function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
