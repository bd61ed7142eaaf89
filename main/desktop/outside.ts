/** The hosts of AWS's consoles, with a region's own before them or not. https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html */
const consoles = ['console.aws.amazon.com', 'console.amazonaws.cn', 'console.amazonaws-us-gov.com', 'console.amazonaws-eusc.eu']

/** Where ngrok shows an account's keys. */
const dashboards = ['dashboard.ngrok.com']

/**
 * The address to hand to the system's browser, or null where we don't: https pages of AWS's consoles and of ngrok's dashboard are all that the console links to.
 * @param address as a page gave it
 */
export function outsideAddress(address: string): string | null {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null
  if (dashboards.includes(url.hostname)) return url.href
  const host = consoles.find((one) => url.hostname === one || url.hostname.endsWith(`.${one}`))
  if (host === undefined) return null
  return /^([a-z0-9-]+\.)?$/.test(url.hostname.slice(0, -host.length)) ? url.href : null
}
