import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * dist/console: the page, fit for a CSP without unsafe-inline. Whoever serves index.html puts the page load's nonce in place of
 * __CSP_NONCE__; nothing is inlined, neither scripts nor data: addresses.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
})
