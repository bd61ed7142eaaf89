/** A client of the SDK's, as far as its answers are looked at: the same for each service. */
export interface Watched {
  middlewareStack: {
    add(
      middleware: <Args, Result extends { response: unknown }>(next: (args: Args) => Promise<Result>) => (args: Args) => Promise<Result>,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void
  }
}

/** Calls back with the `Date` of each answer, whatever its status, in epoch milliseconds. */
export function noteServerDates(client: Watched, onServerDate: (at: number) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const at = Date.parse(dateOf(result.response))
      if (!Number.isNaN(at)) onServerDate(at)
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'noteServerDate' },
  )
}

function dateOf(response: unknown): string {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return ''
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return ''
  return typeof headers.date === 'string' ? headers.date : ''
}
