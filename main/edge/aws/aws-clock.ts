const timeoutMs = 5_000

/**
 * AWS's own time, from the `Date` of whatever SNS's front door answers to nobody in particular. It needs no credentials.
 * @param host `sns.REGION.SUFFIX`
 * @returns epoch milliseconds; null where nothing answered
 */
export async function readAwsClock(host: string, ask: typeof fetch = fetch): Promise<number | null> {
  try {
    const response = await ask(`https://${host}/`, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    const at = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(at) ? null : at
  } catch {
    return null
  }
}
