import type { ReactNode } from 'react'
import type { DeskFacts } from '../../preload/contract/settings.ts'
import { Icon } from '../ui/icons.tsx'
import { Age, BothZones, CopyButton } from '../ui/parts.tsx'

const keptWords: Record<DeskFacts['secrets'], { name: string; means: string }> = {
  keychain: { name: 'in the system’s keychain', means: 'The stored secrets are sealed with a key that the system keeps.' },
  'key-file': {
    name: 'in a key file of the data folder',
    means: 'Readable by this user alone (mode 0600). Whoever copies the whole folder has the key with it.',
  },
  plain: {
    name: 'nowhere: plain text',
    means: 'This system has no keychain that could be used. The data folder’s own permissions are all that protects the secrets.',
  },
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** What this desk is and where it keeps what it hears. */
export function Facts({ desk }: { desk: DeskFacts }) {
  const kept = keptWords[desk.secrets]
  return (
    <dl className="facts deskfacts">
      <Fact name="Version">
        {desk.version}, {desk.shell}
      </Fact>
      <Fact name="Runs">
        <Age at={desk.startedAt} />
        <span className="m">
          since <BothZones at={desk.startedAt} precision="minute" />
        </span>
      </Fact>
      <Fact name="Data folder">
        <span className="mono wrapped">{desk.dataDir}</span>
        <CopyButton text={desk.dataDir} label="Copy the path of the data folder" />
      </Fact>
      <Fact name="Receiver">
        <span className="wrapped">
          {desk.receiverUrl} <span className="m">on this computer, for a reverse proxy or tunnel</span>
        </span>
      </Fact>
      <Fact name="Key to secrets">
        <span className="wrapped">
          {desk.secrets === 'plain' && <Icon name="key" className="warning" />} {kept.name}
          <span className="m says">{kept.means}</span>
        </span>
      </Fact>
      {desk.awsEndpointOverride !== null && (
        <Fact name="AWS">
          <span className="wrapped">
            <span className="mark">override</span> <span className="mono">{desk.awsEndpointOverride}</span>
            <span className="m says">
              Every call goes there in place of AWS (AWS_ENDPOINT_URL). What is proven through it is never ok in Coverage.
            </span>
          </span>
        </Fact>
      )}
    </dl>
  )
}
