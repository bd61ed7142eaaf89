/** From where an address can be reached: by AWS, within a network of one's own, or on this computer only. */
export type Reach = 'public' | 'private' | 'here'

/** Hosts of this computer, as a URL parser writes them: it turns `127.1` and `0x7f000001` into `127.0.0.1`. */
const hereHost = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/

/** Networks that no host of AWS reaches: RFC 1918, RFC 6598 and link-local, IPv6's unique local, and names that mean a local network. */
const privateHost =
  /^(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+|\[f[cd][0-9a-f]{2}:.*\]|\[fe[89ab][0-9a-f]:.*\]|.*\.(local|lan|internal|home\.arpa)|[^.:[\]]+)$/

/** From where a URL can be reached, as far as its host says; `null` where it is no http or https URL. */
export function reachOf(url: string): Reach | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (hereHost.test(host)) return 'here'
  return privateHost.test(host) ? 'private' : 'public'
}

/** What is wrong with a public URL, in a sentence; `null` where nothing is. */
export function publicUrlFault(text: string): string | null {
  const url = text.trim()
  if (url === '') return 'Give the address under which AWS reaches this desk.'
  const reach = reachOf(url)
  if (reach === null) return 'An address begins with https:// and a host name.'
  if (reach === 'here') return 'That is an address of this computer: AWS can’t reach it.'
  const { search, hash, username } = new URL(url)
  if (search !== '' || hash !== '' || username !== '')
    return 'Leave out what follows ? or # and what stands before @: the desk adds /in/ and the secret itself.'
  return null
}
