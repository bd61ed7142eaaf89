/** What the baseline uses of packages that bring no types. */
declare module 'express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http'

  type Request = IncomingMessage & { body: unknown }
  type Response = ServerResponse & { sendStatus(status: number): Response }
  type Handler = (request: Request, response: Response, next: () => void) => void
  interface App {
    post(path: string, ...handlers: Handler[]): App
    listen(port: number, host: string, listening: () => void): Server
  }
  const express: { (): App; text(options: { type: () => boolean; limit: string }): Handler }
  export default express
}

declare module 'sns-validator' {
  export default class MessageValidator {
    validate(message: string, heard: (error: Error | null, message: Record<string, unknown>) => void): void
  }
}
