import { Icon, type IconName } from '../ui/icons.tsx'
import { type Proven, type Stand, type Step, steps } from './proving.ts'

const words: Record<Step, { name: string; says: string }> = {
  signed: { name: 'Signed', says: 'by a small SNS of this desk, with a certificate of its own' },
  delivered: { name: 'Delivered', says: 'to the secret URL of integration «practice», on this computer' },
  verified: { name: 'Verified', says: 'the signature is checked; a forged one would be Rejected' },
  opened: { name: 'Mapped: opened', says: 'its ALARM becomes an incident, marked as practice' },
  stored: { name: 'Stored', says: 'on disk before the 200 is answered' },
  notified: { name: 'Notified', says: 'by the channels that this desk has' },
  acknowledged: { name: 'Acknowledged', says: 'by you. AWS’s part then says OK, it closes itself, and stays in the log.' },
}

const marks: Record<Stand, { icon: IconName; tone: string; word: string }> = {
  'to-come': { icon: 'step', tone: '', word: '' },
  done: { icon: 'tick', tone: 'ok', word: 'proven: ' },
  none: { icon: 'belloff', tone: 'm', word: 'not so: ' },
  failed: { icon: 'cross', tone: 'unknown', word: 'failed: ' },
}

/** The way of a practice alarm, ticked as it goes. */
export function Walk({ proven, isRunning }: { proven: Record<Step, Proven>; isRunning: boolean }) {
  const next = isRunning ? steps.find((step) => proven[step].stand === 'to-come') : undefined
  return (
    <ol className="walk" aria-live="polite">
      {steps.map((step) => {
        const { stand, said } = proven[step]
        const { icon, tone, word } = marks[stand]
        return (
          <li
            key={step}
            className={stand === 'to-come' && step !== next ? undefined : 'on'}
            aria-current={step === next ? 'step' : undefined}
          >
            <span className="nd">
              <Icon name={step === next ? 'open' : icon} className={step === next ? 't' : tone} />
            </span>
            <div>
              <b>
                {word !== '' && <span className="vh">{word}</span>}
                {words[step].name}
              </b>
              <p className="m s wrap">{said ?? words[step].says}</p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
