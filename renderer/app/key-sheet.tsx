import { useSettings } from '../live/reads.ts'
import { Dialog } from '../ui/dialog.tsx'
import { capsOf, keyTable, type Place, places } from '../ui/keys.ts'
import { isMac } from '../ui/parts.tsx'

const placeWords: Record<Place, string> = {
  everywhere: 'Everywhere',
  lists: 'In a list',
  incidents: 'Incidents',
  inbound: 'Inbound log',
  integrations: 'Integrations',
}

/** Every key there is. */
export function KeySheet({ onLeave }: { onLeave(): void }) {
  const settings = useSettings()
  return (
    <Dialog title="Keys" onLeave={onLeave} wide>
      {settings.data?.singleKeys === false && <p className="m under">Keys of one letter are switched off in Settings.</p>}
      <div className="sheet" tabIndex={0} role="region" aria-label="Keys">
        {places.map((place) => (
          <section key={place} aria-label={placeWords[place]}>
            <h3 className="h">{placeWords[place]}</h3>
            <dl>
              {keyTable
                .filter((row) => row.places[0] === place)
                .map(({ command, keys, does }) => (
                  <div key={command}>
                    <dt>
                      {keys.slice(0, 2).map((key, index) => (
                        <span key={key}>
                          {index > 0 && <span className="f s"> or </span>}
                          {capsOf(key, isMac).map((cap) => (
                            <kbd key={cap}>{cap}</kbd>
                          ))}
                        </span>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
