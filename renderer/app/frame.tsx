import { useEffect, useMemo, useState } from 'react'
import { AccountsView } from '../aws/accounts-view.tsx'
import { SetupView } from '../aws/setup-view.tsx'
import { CoverageView } from '../coverage/coverage-view.tsx'
import { FirstRunView } from '../first-run/first-run-view.tsx'
import { Inbound } from '../inbound/inbound.tsx'
import { Incidents } from '../incidents/incidents.tsx'
import { IntegrationsView } from '../integrations/integrations-view.tsx'
import { WaitingBanner } from '../integrations/waiting-banner.tsx'
import { useClosedIncidents, useIntegrations, useLiveIncidents } from '../live/reads.ts'
import { SettingsView } from '../settings/settings-view.tsx'
import { useCommands } from '../ui/commands.tsx'
import { Icon, type LineIcon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Key } from '../ui/parts.tsx'
import { usePrefer } from '../ui/prefer.ts'
import { goTo, hrefOf, useRoute, type View } from '../ui/route.ts'
import { standingOf } from '../ui/standing.ts'
import { usePractice } from '../ui/use-practice.ts'
import { KeySheet } from './key-sheet.tsx'
import { Palette } from './palette.tsx'
import { useSound } from './sound.ts'
import { StatusBar } from './status-bar.tsx'

const navigation: readonly { view: View; name: string; icon: LineIcon; apart?: boolean }[] = [
  { view: 'incidents', name: 'Incidents', icon: 'incidents' },
  { view: 'inbound', name: 'Inbound log', icon: 'inbound' },
  { view: 'integrations', name: 'Integrations', icon: 'integrations' },
  { view: 'coverage', name: 'Coverage', icon: 'coverage', apart: true },
  { view: 'settings', name: 'Settings', icon: 'settings' },
]

/** Views that are reached from another, which stays marked meanwhile. */
const within: Partial<Record<View, { view: View; name: string }>> = {
  aws: { view: 'settings', name: 'AWS accounts' },
  setup: { view: 'integrations', name: 'Set up in AWS' },
}

/** How many are open, and nobody has taken. */
function useOpenCount(): number | null {
  const live = useLiveIncidents()
  const now = useMinute()
  return useMemo(
    () => (live.data === undefined ? null : live.data.items.filter((row) => standingOf(row, now) === 'open').length),
    [live.data, now],
  )
}

/** Nothing was connected and nothing was ever heard. */
function useIsFirstRun(): boolean {
  const live = useLiveIncidents()
  const integrations = useIntegrations()
  const isEmpty = live.data?.items.length === 0 && integrations.isSuccess && integrations.items.length === 0
  const closed = useClosedIncidents('', isEmpty)
  return isEmpty && closed.isSuccess && closed.rows.length === 0
}

export function Frame() {
  const route = useRoute()
  const open = useOpenCount()
  const isFirstRun = useIsFirstRun()
  const practice = usePractice()
  const { scheme, chosen, choose } = usePrefer()
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const sound = useSound()
  const parent = within[route.view]
  const marked = parent?.view ?? route.view
  const name = parent?.name ?? navigation.find(({ view }) => view === route.view)?.name ?? ''

  useEffect(() => {
    document.title = `${open === null || open === 0 ? '' : `(${open}) `}${name} · Tocsin`
  }, [open, name])

  useCommands({
    'go.incidents': () => goTo(hrefOf('incidents')),
    'go.inbound': () => goTo(hrefOf('inbound')),
    'go.integrations': () => goTo(hrefOf('integrations')),
    'go.coverage': () => goTo(hrefOf('coverage')),
    'go.settings': () => goTo(hrefOf('settings')),
    'go.aws': () => goTo(hrefOf('aws')),
    'go.setup': () => goTo(hrefOf('setup')),
    palette: () => setPaletteOpen(true),
    keys: () => setSheetOpen(true),
    practice: practice.isRunning ? undefined : practice.run,
    theme: { run: () => choose({ theme: scheme === 'dark' ? 'light' : 'dark' }), label: scheme === 'dark' ? 'Light theme' : 'Dark theme' },
    density: {
      run: () => choose({ density: chosen.density === 'dense' ? 'roomy' : 'dense' }),
      label: chosen.density === 'dense' ? 'Wider rows' : 'Closer rows',
    },
  })

  return (
    <div className="app">
      <StatusBar sound={sound} />
      <nav className="nav" aria-label="Views">
        <ul>
          {navigation.map(({ view, name: called, icon, apart }) => (
            <li key={view} className={apart === true ? 'apart' : undefined}>
              <a href={hrefOf(view)} aria-current={route.view === view ? 'page' : marked === view ? 'true' : undefined}>
                <Icon name={icon} />
                <span className="w">{called}</span>
                {view === 'incidents' && open !== null && open > 0 && (
                  <span className="n">
                    <span className="vh">open: </span>
                    {open}
                  </span>
                )}
              </a>
            </li>
          ))}
        </ul>
        <div className="foot">
          <button type="button" onClick={() => setPaletteOpen(true)}>
            <Key of="palette" />
            <span className="w">commands</span>
          </button>
          <button type="button" onClick={() => setSheetOpen(true)}>
            <Key of="keys" />
            <span className="w">keys</span>
          </button>
        </div>
      </nav>
      <main className="main">
        <WaitingBanner />
        {route.view === 'incidents' && ((isFirstRun || route.query.first === '1') && route.id === null ? <FirstRunView /> : <Incidents />)}
        {route.view === 'inbound' && <Inbound />}
        {route.view === 'integrations' && <IntegrationsView />}
        {route.view === 'coverage' && <CoverageView />}
        {route.view === 'settings' && <SettingsView />}
        {route.view === 'aws' && <AccountsView />}
        {route.view === 'setup' && <SetupView />}
      </main>
      {isSheetOpen && <KeySheet onLeave={() => setSheetOpen(false)} />}
      <Palette isOpen={isPaletteOpen} onLeave={() => setPaletteOpen(false)} />
    </div>
  )
}
