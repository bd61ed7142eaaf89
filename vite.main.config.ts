import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** What stays an import in dist/: Node's and Electron's own, and packages that are a native binary. */
const external = [/^node:/, ...builtinModules, 'electron', 'better-sqlite3', '@ngrok/ngrok']

const entries = {
  headless: 'main/headless/index.ts',
  desktop: 'main/desktop/index.ts',
  'reader.worker': 'main/store/reader.worker.ts',
  'keeper.worker': 'main/store/keeper.worker.ts',
}

/**
 * dist/main: everything that runs in Node, with its packages bundled in, so that little has to be found and read at start. The
 * entries keep their names, so that a shell finds its workers beside itself.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
      external,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
