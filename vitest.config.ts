import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // better-sqlite3 is native and the desk owns sockets and worker threads: a process for each file, ended whole.
    pool: 'forks',
    // Most files wait for a disk, a socket or a browser more than they compute.
    maxWorkers: '100%',
    environment: 'node',
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    unstubEnvs: true,
    sequence: { shuffle: true },
    globalSetup: ['test/harness/workers-setup.ts'],
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/behaviour/**', 'test/browser/**'] } },
      { test: { name: 'behaviour', include: ['test/behaviour/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/harness/chromium-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
