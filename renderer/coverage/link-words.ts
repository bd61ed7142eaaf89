import type { CoverageLink, LinkState } from '../../preload/contract/words.ts'

/** What each link of the way means, by what it is proven, and what to do when it is not. */
export const linkMeanings: Record<CoverageLink, { means: string; proof: string; remedy: string }> = {
  subscription: {
    means: 'A topic of yours sends here.',
    proof: 'A confirmation that AWS answered, or a delivery that was believed. Whether a subscription still stands, AWS alone knows.',
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
