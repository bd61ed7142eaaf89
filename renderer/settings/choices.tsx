import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SettingsValues } from '../../preload/contract/settings.ts'
import { useLive } from '../live/live.tsx'
import { useDone } from '../ui/done.tsx'
import { Switch } from '../ui/fields.tsx'
import { FormField } from '../ui/form-field.tsx'
import { sayFailed } from '../ui/toast.tsx'
import { reopenFault } from './reopen.ts'

interface Wish {
  values: Partial<SettingsValues>
  said: string
  /** What stood there before, for the undo. */
  before: Partial<SettingsValues>
}

function useChoose(): (wish: Wish) => void {
  const { client, cache } = useLive()
  const done = useDone()
  const save = useMutation({
    mutationFn: ({ values }: Wish) => client.settings.update(values),
    onSuccess(answer, { said, before }) {
      cache.takeSettings(answer)
      done(said, async () => {
        cache.takeSettings(await client.settings.update(before))
        return 'Taken back: it is as before'
      })
    },
    onError: (error) => sayFailed('It was not set.', error),
  })
  return save.mutate
}

export function Incidents({ values }: { values: SettingsValues }) {
  const choose = useChoose()
  const [typed, setTyped] = useState<string | null>(null)
  const { reopenWindowMinutes } = values
  const text = typed ?? String(reopenWindowMinutes)
  const fault = typed === null ? null : reopenFault(text)
  const wished = Number(text)
  const isNew = typed !== null && fault === null && wished !== reopenWindowMinutes
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isNew) return
        choose({
          values: { reopenWindowMinutes: wished },
          said: wished === 0 ? 'Each ALARM after a close is a new incident' : `An ALARM within ${wished} min of a close reopens`,
          before: { reopenWindowMinutes },
        })
        setTyped(null)
      }}
    >
      <FormField
        label="Reopen window, in minutes"
        said="An ALARM within this long of a close reopens the same incident; later it is a new one. 0: each is new. It counts in the alarm’s own time."
        error={fault}
      >
        {(ids) => (
          <span className="agefield">
            <input
              {...ids}
              className="short"
              inputMode="numeric"
              maxLength={6}
              value={text}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setTyped(null)
              }}
            />
            <button type="submit" className="btn" disabled={!isNew}>
              Set
            </button>
          </span>
        )}
      </FormField>
    </form>
  )
}

export function Sound({ values: { soundPaused } }: { values: SettingsValues }) {
  const choose = useChoose()
  return (
    <Switch
      label="Sound is paused"
      says="Incidents still open and show; this console is silent. Without sound an alarm is heard by whoever looks."
      isOn={soundPaused}
      onChange={(on) => choose({ values: { soundPaused: on }, said: on ? 'Sound is paused' : 'Sound is on', before: { soundPaused } })}
    />
  )
}

export function Keys({ values: { singleKeys } }: { values: SettingsValues }) {
  const choose = useChoose()
  return (
    <Switch
      label="Single keys"
      says="Such as a for acknowledge. Always off in text fields. Arrows, Enter, Esc and the palette work without them."
      isOn={singleKeys}
      onChange={(on) =>
        choose({ values: { singleKeys: on }, said: on ? 'Single keys are on' : 'Single keys are off', before: { singleKeys } })
      }
    />
  )
}

export function Power({ values: { keepAwake, startAtLogin } }: { values: SettingsValues }) {
  const choose = useChoose()
  return (
    <>
      <Switch
        label="Keep it awake"
        says="The computer does not sleep while Tocsin runs; the screen may."
        isOn={keepAwake}
        onChange={(on) =>
          choose({
            values: { keepAwake: on },
            said: on ? 'The computer is kept awake' : 'The computer may sleep, and then hears nothing',
            before: { keepAwake },
          })
        }
      />
      <Switch
        label="Start at login"
        says="So that it hears from the first minute."
        isOn={startAtLogin}
        onChange={(on) =>
          choose({
            values: { startAtLogin: on },
            said: on ? 'Tocsin starts with the session' : 'Tocsin is started by hand',
            before: { startAtLogin },
          })
        }
      />
    </>
  )
}
