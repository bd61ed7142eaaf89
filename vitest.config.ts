import { defineConfig } from 'vitest/config'

const pure = ['test/{core,renderer}/**/*.test.{ts,tsx}']

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
      // Nothing to open and nothing to close: these share a process.
      { test: { name: 'unit: pure', include: pure, isolate: false } },
      { test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: [...pure, 'test/behaviour/**', 'test/browser/**'] } },
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
