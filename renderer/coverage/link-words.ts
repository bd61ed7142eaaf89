import type { CoverageLink, LinkState } from '../../preload/contract/words.ts'

/** What each link of the way means, by what it is proven, and what to do when it is not. */
export const linkMeanings: Record<CoverageLink, { means: string; proof: string; remedy: string }> = {
  subscription: {
    means: 'A topic of yours sends here.',
    proof:
      'A confirmation that AWS answered, or a delivery that was believed. With a connected account AWS is asked every 15 min whether it still stands and leads here.',
    remedy: 'Confirm what waits; subscribe again what ended.',
  },
  'public-address': {
    means: 'The internet reaches this desk.',
    proof:
      'A request of the desk’s own that goes out to the public URL and comes back, every 5 min, or a message that AWS signed; good for 15.',
    remedy: 'Set or check the public URL; look at the proxy or tunnel behind it.',
  },
  receiver: {
    means: 'Something listens where the proxy or tunnel leads.',
    proof: 'The receiver’s own word, at this moment.',
    remedy: 'Start Tocsin again.',
  },
  certificate: {
    means: 'AWS’s signatures can be verified.',
    proof: 'The newest message of AWS’s, by the certificate that signed it.',
    remedy: 'Let this computer reach sns.REGION.amazonaws.com over https; update Tocsin where the certificate’s name is new.',
  },
  store: {
    means: 'What is heard is kept before it is answered 200.',
    proof: 'The last write, checkpoint and backup.',
    remedy: 'Free disk space; until then deliveries are answered 503, and SNS tries again.',
  },
  clock: {
    means: 'The age of a message can be judged.',
    proof: 'AWS’s own Date, on a certificate’s or a confirmation’s answer; good for a day.',
    remedy: 'Set this computer’s clock right.',
  },
  'catch-up': {
    means: 'What was not heard is found by looking.',
    proof: 'The last reading of AWS’s own states, by the connected accounts.',
    remedy: 'Sign in again, or give the profile the permissions that Integrations names.',
  },
  queue: {
    means: 'A queue of yours keeps what this desk can’t take at once.',
    proof: 'The last answer of SQS to this desk.',
    remedy: 'Sign in again; look at the queue’s policy and its dead letters.',
  },
  tunnel: {
    means: 'The tunnel that this desk holds open is up.',
    proof: 'The tunnel’s own word, at this moment; only the public address proves the way.',
    remedy: 'Follow the reason in its line: mostly the network, or ngrok’s token.',
  },
  disk: {
    means: 'There is room for what comes.',
    proof: 'What the disk of the data folder has free.',
    remedy: 'Make room on the disk.',
  },
  credentials: {
    means: 'The connected accounts can be asked.',
    proof: 'The last call with each account’s credentials.',
    remedy: 'Sign in again with the command in its line.',
  },
  notifications: {
    means: 'Somebody is told.',
    proof: 'The last notification that was shown. The console itself is no channel: it must be in sight.',
    remedy: 'Keep the console open, with its sound on.',
  },
}

export const stateMeanings: readonly { state: LinkState; means: string }[] = [
  { state: 'ok', means: 'It was proven, and the proof is fresh.' },
  { state: 'failing', means: 'It was tried, and did not work.' },
  { state: 'stale', means: 'It was proven once, and the proof is old.' },
  { state: 'unproven', means: 'Nothing fails, but no proof was possible so far; its line says what would make it so. Unproven is no ok.' },
]
