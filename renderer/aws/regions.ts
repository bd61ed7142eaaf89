/** The regions of the commercial partition, and where they are. Others, such as AWS China’s, are typed. */
export const knownRegions: Readonly<Record<string, string>> = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'ca-central-1': 'Canada, Central',
  'ca-west-1': 'Calgary',
  'mx-central-1': 'Mexico',
  'sa-east-1': 'São Paulo',
  'eu-central-1': 'Frankfurt',
  'eu-central-2': 'Zurich',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'il-central-1': 'Tel Aviv',
  'me-central-1': 'UAE',
  'me-south-1': 'Bahrain',
  'af-south-1': 'Cape Town',
  'ap-east-1': 'Hong Kong',
  'ap-south-1': 'Mumbai',
  'ap-south-2': 'Hyderabad',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-7': 'Thailand',
}

/** Several at once, as they are pasted: with commas or spaces between. */
export const regionsIn = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter((word) => word !== ''),
  ),
]

const shape = /^[a-z]{2,5}(-[a-z]{2,5})?(-[a-z]+)+-\d{1,2}$/

/** What is wrong with regions as typed; `null` where nothing is. */
export function regionsFault(regions: readonly string[]): string | null {
  const wrong = regions.find((region) => !shape.test(region) || region.length > 40)
  if (wrong !== undefined) return `«${wrong.slice(0, 40)}» is no region: it is a name such as eu-west-1.`
  if (regions.length === 0) return 'Choose at least one region: alarms and topics live in regions.'
  return regions.length > 40 ? 'Forty regions at most.' : null
}

/** The region with its place, where that is known: `eu-west-1, Ireland`. */
export const regionWithPlace = (region: string): string => {
  const place = knownRegions[region]
  return place === undefined ? region : `${region}, ${place}`
}
