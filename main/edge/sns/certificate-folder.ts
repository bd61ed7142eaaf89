import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isCertificatePlace } from '../../core/sns/signing-certificate.ts'

const maxBytes = 64 * 1024

/**
 * Signing certificates on disk, as `FOLDER/HOST/FILE.pem`, so that a start without network still verifies. The folder may be filled by hand.
 * Hosts and files of other names than SNS's are refused.
 */
export function certificateFolder(folder: string) {
  const place = (host: string, file: string): string => {
    if (!isCertificatePlace(host, file)) throw new Error(`${host}/${file} is no place of a signing certificate`)
    return join(folder, host, file)
  }
  return {
    /** The text that is kept there; null where there is none, or none that could be a certificate. */
    async read(host: string, file: string): Promise<string | null> {
      const path = place(host, file)
      try {
        const about = await stat(path)
        return about.isFile() && about.size <= maxBytes ? await readFile(path, 'utf8') : null
      } catch {
        return null
      }
    },
    /** Whole or not at all: written beside its place, synced, and renamed into it. Rejects where the disk does. */
    async write(host: string, file: string, pem: string): Promise<void> {
      const path = place(host, file)
      await mkdir(join(folder, host), { recursive: true, mode: 0o700 })
      const beside = `${path}.new`
      await writeFile(beside, pem, { mode: 0o600, flush: true })
      await rename(beside, path)
    },
  }
}
