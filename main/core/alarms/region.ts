const code =
  /^(?:[a-z]{2}|us-gov|us-iso[bf]?|eu-isoe|eusc-[a-z]{2})-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]\d?$/

/** Whether it has the shape of a region's code: `eu-west-1`. Regions of tomorrow have it too. */
export const isRegionCode = (value: string): boolean => value.length <= 25 && code.test(value)

/** What stands before the city in a region's display name, and how the codes there begin. */
const areas = new Map([
  ['us', 'us-'],
  ['us east', 'us-east-'],
  ['us west', 'us-west-'],
  ['eu', 'eu-'],
  ['europe', 'eu-'],
  ['apac', 'ap-'],
  ['asia pacific', 'ap-'],
  ['ap', 'ap-'],
  ['africa', 'af-'],
  ['af', 'af-'],
  ['canada', 'ca-'],
  ['canada west', 'ca-west-'],
  ['ca', 'ca-'],
  ['mexico', 'mx-'],
  ['middle east', 'me-'],
  ['me', 'me-'],
  ['israel', 'il-'],
  ['south america', 'sa-'],
  ['sa', 'sa-'],
  ['china', 'cn-'],
  ['cn', 'cn-'],
  ['govcloud', 'us-gov-'],
  ['aws govcloud', 'us-gov-'],
  ['european sovereign cloud', 'eusc-'],
  ['aws european sovereign cloud', 'eusc-'],
])

/** Cities and states as AWS has named regions over the years. https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
const cities = new Map<string, readonly string[]>([
  ['n. virginia', ['us-east-1']],
  ['northern virginia', ['us-east-1']],
  ['virginia', ['us-east-1']],
  ['ohio', ['us-east-2']],
  ['n. california', ['us-west-1']],
  ['northern california', ['us-west-1']],
  ['oregon', ['us-west-2']],
  ['cape town', ['af-south-1']],
  ['hong kong', ['ap-east-1']],
  ['taipei', ['ap-east-2']],
  ['mumbai', ['ap-south-1']],
  ['hyderabad', ['ap-south-2']],
  ['singapore', ['ap-southeast-1']],
  ['sydney', ['ap-southeast-2']],
  ['jakarta', ['ap-southeast-3']],
  ['melbourne', ['ap-southeast-4']],
  ['malaysia', ['ap-southeast-5']],
  ['new zealand', ['ap-southeast-6']],
  ['auckland', ['ap-southeast-6']],
  ['thailand', ['ap-southeast-7']],
  ['tokyo', ['ap-northeast-1']],
  ['seoul', ['ap-northeast-2']],
  ['osaka', ['ap-northeast-3']],
  ['osaka-local', ['ap-northeast-3']],
  ['central', ['ca-central-1', 'mx-central-1']],
  ['montreal', ['ca-central-1']],
  ['calgary', ['ca-west-1']],
  ['queretaro', ['mx-central-1']],
  ['frankfurt', ['eu-central-1']],
  ['zurich', ['eu-central-2']],
  ['ireland', ['eu-west-1']],
  ['london', ['eu-west-2']],
  ['paris', ['eu-west-3']],
  ['milan', ['eu-south-1']],
  ['spain', ['eu-south-2']],
  ['stockholm', ['eu-north-1']],
  ['tel aviv', ['il-central-1']],
  ['bahrain', ['me-south-1']],
  ['uae', ['me-central-1']],
  ['sao paulo', ['sa-east-1']],
  ['beijing', ['cn-north-1']],
  ['ningxia', ['cn-northwest-1']],
  ['us-east', ['us-gov-east-1']],
  ['us-west', ['us-gov-west-1']],
  ['us', ['us-gov-west-1']],
  ['germany', ['eusc-de-east-1']],
  ['brandenburg', ['eusc-de-east-1']],
])

const inBrackets = /^([^()]*)\(([^()]+)\)$/
const dashed = /^(.+?) - (.+)$/

/**
 * The code behind a region's display name, in any of the ways AWS has written them: `EU - Ireland`, `EU (Ireland)`, `Europe (Ireland)`.
 * A code stays what it is; a name that nobody knows is null.
 */
export function regionNamed(name: string | null): string | null {
  if (name === null || name.length > 60) return null
  const plain = name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .toLowerCase()
  if (isRegionCode(plain)) return plain
  const [, area = '', city = plain] = inBrackets.exec(plain) ?? dashed.exec(plain) ?? []
  const alone = area.trim() === ''
  const prefix = alone ? '' : areas.get(area.trim())
  if (prefix === undefined) return null
  // "Central" alone may be two countries, and "US" alone is no region.
  const found = (cities.get(city.trim()) ?? []).filter((each) => each.startsWith(prefix) && !(alone && each.startsWith('us-gov-')))
  return found.length === 1 ? (found[0] ?? null) : null
}

/** The partition that a region lies in; null where none is known. */
export function partitionOf(region: string): string | null {
  if (!isRegionCode(region)) return null
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  if (region.startsWith('eusc-')) return 'aws-eusc'
  if (region.startsWith('us-iso-')) return 'aws-iso'
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('eu-isoe-')) return 'aws-iso-e'
  if (region.startsWith('us-isof-')) return 'aws-iso-f'
  return 'aws'
}
