/**
 * What ngrok does with a request before it reaches this desk, as its traffic policies (JSON; one phase, each rule when
 * all of its expressions hold). The free plan allows five rules. https://ngrok.com/docs/traffic-policy
 */

/** Whatever is no POST to /in/ is answered 404 by ngrok itself: neither the console nor a scanner comes through. */
const onlyDeliveries = {
  name: 'tocsin: only deliveries pass',
  expressions: ["!(req.method == 'POST' && req.url.path.startsWith('/in/'))"],
  actions: [{ type: 'deny', config: { status_code: 404 } }],
}

/** For an endpoint that leads straight to this desk. */
export const deskPolicy = (): string => JSON.stringify({ on_http_request: [onlyDeliveries] })

/**
 * For a cloud endpoint, which is there while the desk is not: it passes deliveries on to the desk's internal endpoint,
 * and while that is away it answers 503, so that SNS tries again (its own 404 would be final).
 */
export const cloudPolicy = (internalUrl: string): string =>
  JSON.stringify({
    on_http_request: [
      onlyDeliveries,
      { name: 'tocsin: to the desk', actions: [{ type: 'forward-internal', config: { url: internalUrl, on_error: 'continue' } }] },
      {
        name: 'tocsin: the desk is away',
        actions: [
          {
            type: 'custom-response',
            config: {
              status_code: 503,
              headers: { 'content-type': 'text/plain', 'retry-after': '20' },
              body: 'This desk is away: try again.',
            },
          },
        ],
      },
    ],
  })

/**
 * The name under which the desk behind a public domain is known inside its ngrok account: the same after a restart. A
 * label of DNS has 63 characters at most.
 */
export const internalUrlOf = (domain: string): string =>
  `https://tocsin-${domain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '')}.internal`
