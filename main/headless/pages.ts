import type { ServerResponse } from 'node:http'
import { readConsolePages } from '../console-pages.ts'

/**
 * The console's built files, over HTTP.
 * @throws where the console was not built
 */
export function consolePages(folder: string) {
  const find = readConsolePages(folder)
  return {
    /** @returns false where there is nothing at this path */
    serve(path: string, response: ServerResponse): boolean {
      const page = find(path)
      if (page === null) return false
      response.writeHead(200, page.headers)
      response.end(page.body)
      return true
    },
  }
}
