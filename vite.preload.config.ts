import { defineConfig } from 'vite'

/** dist/preload: one CommonJS file, since a sandboxed preload script can require only `electron`. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2023',
    outDir: 'dist/preload',
    emptyOutDir: true,
    minify: false,
    lib: { entry: 'preload/electron.ts', formats: ['cjs'], fileName: () => 'electron.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
})
