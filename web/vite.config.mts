import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Two pages from one source: the console of the staff and the phone pages. `npm run web` serves them with reload while developing. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: resolve(import.meta.dirname, 'public'),
  build: {
    outDir: resolve(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      // "use client" of component libraries means something to servers that render React; there is none here.
      onwarn: (warning, report) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : report(warning)),
      input: {
        console: resolve(import.meta.dirname, 'console.html'),
        phone: resolve(import.meta.dirname, 'phone.html'),
      },
    },
  },
  server: { proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? 3000}` } },
});
