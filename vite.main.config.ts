import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

/** What stays an import in dist/: Node's and Electron's own, and packages that are a native binary. */
const external = [/^node:/, ...builtinModules, 'electron', 'better-sqlite3', '@ngrok/ngrok']

const entries = {
  headless: 'main/headless/index.ts',
  desktop: 'main/desktop/index.ts',
  'reader.worker': 'main/store/reader.worker.ts',
  'keeper.worker': 'main/store/keeper.worker.ts',
}

/** `new URL('./x.worker.ts', import.meta.url)` holds for the sources; in dist/ the worker is a script beside the shells', wherever the caller went. */
const workerAddresses: Plugin = {
  name: 'worker-addresses',
  renderChunk(code, chunk) {
    const up = chunk.fileName.includes('/') ? '../' : './'
    const moved = code.replace(
      /(["'`])\.{1,2}\/(?:[\w-]+\/)*([\w-]+\.worker)\.ts\1/g,
      (_, quote: string, name: string) => `${quote}${up}${name}.js${quote}`,
    )
    return moved === code ? null : { code: moved, map: null }
  },
}

/** dist/main: everything that runs in Node, with its packages bundled in, so that little has to be found and read at start. */
export default defineConfig({
  plugins: [workerAddresses],
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
