import { describe, expect, test } from 'vitest'
import { isRegionCode, partitionOf, regionNamed } from '../../../main/core/alarms/region.ts'

describe('a region is known by its display name of any year', () => {
  test.each([
    ['EU - Ireland', 'eu-west-1'],
    ['EU (Ireland)', 'eu-west-1'],
    ['Europe (Ireland)', 'eu-west-1'],
    ['  europe (ireland) ', 'eu-west-1'],
    ['US - N. Virginia', 'us-east-1'],
    ['US East (N. Virginia)', 'us-east-1'],
    ['US East - Ohio', 'us-east-2'],
    ['US West (N. California)', 'us-west-1'],
    ['US West (Oregon)', 'us-west-2'],
    ['APAC - Tokyo', 'ap-northeast-1'],
    ['Asia Pacific - Tokyo', 'ap-northeast-1'],
    ['Asia Pacific (Seoul)', 'ap-northeast-2'],
    ['Asia Pacific (Osaka-Local)', 'ap-northeast-3'],
    ['Asia Pacific (Mumbai)', 'ap-south-1'],
    ['Asia Pacific (Hyderabad)', 'ap-south-2'],
    ['Asia Pacific (Jakarta)', 'ap-southeast-3'],
    ['Asia Pacific (Malaysia)', 'ap-southeast-5'],
    ['Asia Pacific (New Zealand)', 'ap-southeast-6'],
    ['Asia Pacific (Thailand)', 'ap-southeast-7'],
    ['Asia Pacific (Hong Kong)', 'ap-east-1'],
    ['Asia Pacific (Taipei)', 'ap-east-2'],
    ['Canada (Central)', 'ca-central-1'],
    ['Canada West (Calgary)', 'ca-west-1'],
    ['Mexico (Central)', 'mx-central-1'],
    ['South America (Sao Paulo)', 'sa-east-1'],
    ['South America (São Paulo)', 'sa-east-1'],
    ['Europe (Zurich)', 'eu-central-2'],
    ['Europe (Spain)', 'eu-south-2'],
    ['Israel (Tel Aviv)', 'il-central-1'],
    ['Middle East (UAE)', 'me-central-1'],
    ['Middle East (Bahrain)', 'me-south-1'],
    ['Africa (Cape Town)', 'af-south-1'],
    ['China (Ningxia)', 'cn-northwest-1'],
    ['AWS GovCloud (US)', 'us-gov-west-1'],
    ['AWS GovCloud (US-East)', 'us-gov-east-1'],
    ['AWS European Sovereign Cloud (Germany)', 'eusc-de-east-1'],
    ['Ireland', 'eu-west-1'],
    ['ap-southeast-9', 'ap-southeast-9'],
  ])('%s', (name, code) => {
    expect(regionNamed(name)).toBe(code)
  })
})

test('a name that nobody knows is none', () => {
  for (const name of [
    'A Region',
    'Atlantis (Tokyo)',
    'Europe (Tokyo)',
    'Europe ()',
    'Central',
    'US',
    '',
    '(Ireland',
    's3-us-west-2',
    'x'.repeat(1_000),
    null,
  ]) {
    expect(regionNamed(name)).toBeNull()
  }
})

test('a code has the shape of AWS’s regions, and lies in a partition', () => {
  expect(['us-gov-west-1', 'us-isob-east-1', 'eusc-de-east-1', 'mx-central-1'].every(isRegionCode)).toBe(true)
  expect(['eu-west-1a', 's3-us-west-2', 'us-east', 'EU-WEST-1', 'evil.example'].some(isRegionCode)).toBe(false)
  expect(partitionOf('eu-west-1')).toBe('aws')
  expect(partitionOf('cn-north-1')).toBe('aws-cn')
  expect(partitionOf('us-gov-east-1')).toBe('aws-us-gov')
  expect(partitionOf('nowhere')).toBeNull()
})
