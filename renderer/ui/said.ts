/** What went wrong, as the desk said it; or that it said nothing. */
export function saidBy(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'It did not work, and nothing says why.'
  const said = error instanceof Error ? error.message : ''
  const isAnswer = 'status' in error && typeof error.status === 'number'
  if (!isAnswer) return 'The desk does not answer. It is tried again by itself.'
  return said === '' ? `The desk refused it (${error.status}).` : said
}
