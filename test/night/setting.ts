import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SigningCertificate } from '../../main/edge/sns/x509.ts'
import { createSigner, type Signer, topicArn } from '../harness/signing.ts'
import { openChance } from './chance.ts'
import { makeNightFolder } from './desk.ts'

/** What all nights share: a data folder to copy, and who signs. */
export interface NightSetting {
  folder: string
  secret: string
  signer: Signer
  certificate: SigningCertificate
}

/** In memory where there is such a place: a night syncs often and is gone in a moment. */
export const nightsRoot = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

/** What all nights share, made once. `end` takes it away. */
export async function makeSetting(): Promise<NightSetting & { end: () => void }> {
  const folder = mkdtempSync(join(nightsRoot(), 'tocsin-nights-'))
  const signer = await createSigner()
  const { publicKey } = new X509Certificate(signer.certificatePem)
  return {
    folder,
    secret: await makeNightFolder(folder, [topicArn], openChance(0).id),
    signer,
    // A certificate for every date: nights have dates of their own.
    certificate: { publicKey, names: ['sns.amazonaws.com'], validFrom: 0, validTo: Number.MAX_SAFE_INTEGER },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}
