import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useEffect, useMemo, useState } from 'react'
import type { Client } from '../live/client.ts'
import { createLive, LiveProvider, useConnection } from '../live/live.tsx'
import { useSettings } from '../live/reads.ts'
import { CommandsProvider } from '../ui/commands.tsx'
import { DoneProvider } from '../ui/done.tsx'
import { Sprite } from '../ui/icons.tsx'
import { ClockProvider } from '../ui/now.tsx'
import { PreferContext } from '../ui/prefer.ts'
import { Frame } from './frame.tsx'
import type { Opening } from './open.ts'
import { usePreferences } from './preferences.ts'
import { SignIn } from './sign-in.tsx'
import { cssVariables, theme } from './theme.ts'

const nonceOf = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** The console: what is around every view. */
export function App({ opening }: { opening: Opening }) {
  const prefer = usePreferences()
  const [client, setClient] = useState(() => opening.client)
  return (
    <PreferContext value={prefer}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        forceColorScheme={prefer.scheme}
        getStyleNonce={nonceOf}
        withGlobalClasses={false}
        getRootElement={() => document.documentElement}
      >
        <Sprite />
        <ClockProvider>
          {client === null ? (
            <SignIn onToken={(token) => setClient(() => opening.withToken(token))} />
          ) : (
            <Console
              client={client}
              onRefused={() => {
                opening.forget()
                setClient(null)
              }}
            />
          )}
        </ClockProvider>
        <Notifications position="bottom-right" limit={4} transitionDuration={120} containerWidth={400} classNames={{ root: 'toasts' }} />
      </MantineProvider>
    </PreferContext>
  )
}

function Console({ client, onRefused }: { client: Client; onRefused(): void }) {
  const live = useMemo(() => createLive(client), [client])
  useEffect(() => live.start(), [live])
  return (
    <LiveProvider live={live}>
      <Within onRefused={onRefused} />
    </LiveProvider>
  )
}

function Within({ onRefused }: { onRefused(): void }) {
  const settings = useSettings()
  const isRefused = useConnection().state === 'refused'
  useEffect(() => {
    if (isRefused) onRefused()
  }, [isRefused, onRefused])
  return (
    <CommandsProvider singleKeys={settings.data?.singleKeys ?? true}>
      <DoneProvider>
        <Frame />
      </DoneProvider>
    </CommandsProvider>
  )
}
