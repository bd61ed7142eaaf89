/** Waits that a test can move by hand. */
export interface Wait {
  now(): number
  after(delayMs: number, run: () => void): () => void
}

/**
 * Collects what must be read again and says so at most once a second: the first mark after a quiet second at once,
 * what is marked meanwhile together. What can't be read now (`readAgain` answers false) waits for the next turn.
 */
export function createStaleMarks(wait: Wait, readAgain: (mark: string) => boolean, everyMs = 1_000) {
  const marked = new Set<string>()
  let lastAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null

  const flush = () => {
    cancel = null
    lastAt = wait.now()
    for (const mark of [...marked]) if (readAgain(mark)) marked.delete(mark)
    if (marked.size > 0) plan()
  }
  const plan = () => {
    cancel ??= wait.after(Math.max(0, lastAt + everyMs - wait.now()), flush)
  }
  return {
    mark(...marks: string[]) {
      for (const mark of marks) marked.add(mark)
      plan()
    },
    close() {
      cancel?.()
      cancel = null
      marked.clear()
    },
  }
}
