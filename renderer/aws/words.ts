import type { Account } from '../../preload/contract/accounts.ts'
import type { AwsFeature, ProfileKind } from '../../preload/contract/words.ts'

/** How a profile comes by its credentials. */
export const profileWords: Record<ProfileKind, string> = {
  keys: 'access keys',
  sso: 'IAM Identity Center (SSO)',
  login: 'aws login',
  process: 'a program gives them',
  role: 'takes on a role',
  'web-identity': 'a web identity token',
  none: 'nothing to sign in with',
}

export const featureWords: Record<AwsFeature, { name: string; means: string }> = {
  connect: { name: 'Connect', means: 'whose account it is, and what it is called' },
  topics: { name: 'See topics', means: 'topics, what publishes to them, who is subscribed' },
  subscribe: { name: 'Subscribe', means: 'this desk’s URL to a topic, and undo it' },
  'dead-letter-queue': { name: 'Dead-letter queue', means: 'made, written to by SNS, read by this desk' },
  'queue-intake': { name: 'Queue', means: 'SQS in place of a public address' },
  'catch-up': { name: 'Catch-up', means: 'what the alarms said while nothing could be heard' },
  test: { name: 'Test', means: 'one message that proves the way' },
  fix: { name: 'Fix', means: 'alarms that tell nobody, topics that refuse them' },
}

/** What a connected account is called: its alias, its profile, or what the computer has. */
export const accountName = ({ alias, profile }: Pick<Account, 'alias' | 'profile'>): string => alias ?? profile ?? 'without a profile'
export const profileName = (profile: string | null): string => profile ?? 'no profile: environment, or this computer’s role'
