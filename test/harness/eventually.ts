import { vi } from 'vitest'

/** Looks until what is expected holds. Its limit is for a machine that is busy with other things, never a pause. */
export const eventually = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 10_000, interval: 20 })
