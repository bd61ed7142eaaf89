import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SigningCertificate } from '../../main/edge/sns/x509.ts'
import { createSigner, type Signer, topicArn } from '../harness/signing.ts'
import { openChance } from './chance.ts'
import { makeNightFolder } from './desk.ts'
import type { Road } from './plot.ts'

/** What all nights share: data folders to copy, and who signs. */
export interface NightSetting {
  /** A data folder to copy for each road, with the secret of its integration's URL. */
  folders: Record<Road, { folder: string; secret: string }>
  signer: Signer
  certificate: SigningCertificate
}

/** In memory where there is such a place: a night syncs often and is gone in a moment. */
export const nightsRoot = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

/** What all nights share, made once. `end` takes it away. */
export async function makeSetting(): Promise<NightSetting & { end: () => void }> {
  // Loaded before the first night: what is loaded in the middle of one takes time that no night knows of.
  await Promise.all([import('@aws-sdk/client-cloudwatch'), import('@aws-sdk/client-sqs'), import('@aws-sdk/client-eventbridge')])
  const folder = mkdtempSync(join(nightsRoot(), 'tocsin-nights-'))
  const signer = await createSigner()
  const { publicKey } = new X509Certificate(signer.certificatePem)
  const make = async (road: Road) => {
    const at = join(folder, road)
    mkdirSync(at)
    return { folder: at, secret: await makeNightFolder(at, [topicArn], road, openChance(0).id) }
  }
  return {
    folders: { push: await make('push'), account: await make('account'), queue: await make('queue') },
    signer,
    // A certificate for every date: nights have dates of their own.
    certificate: { publicKey, names: ['sns.amazonaws.com'], validFrom: 0, validTo: Number.MAX_SAFE_INTEGER },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}
