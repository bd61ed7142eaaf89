import type { ReactNode } from 'react'
import type { IncidentDetail } from '../../preload/contract/incidents.ts'
import { useIntegrations } from '../live/reads.ts'
import { reading, secondsInWords, shortArn } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { CopyButton } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'

/** AWS's comparison operators in words. */
const comparisons: readonly (readonly [RegExp, string])[] = [
  [/^LessThanLowerOrGreaterThanUpper/, 'outside of'],
  [/^GreaterThanUpper/, 'above'],
  [/^LessThanLower/, 'below'],
  [/^GreaterThanOrEqualTo/, 'at least'],
  [/^GreaterThan/, 'above'],
  [/^LessThanOrEqualTo/, 'at most'],
  [/^LessThan/, 'below'],
]

/** `above 5 for 3 of 3 × 1 min` */
export function conditionOf({ alarm }: Pick<IncidentDetail, 'alarm'>): string | null {
  if (alarm === null) return null
  const word = comparisons.find(([pattern]) => pattern.test(alarm.comparison ?? ''))?.[1]
  const limit = alarm.threshold !== null ? reading(alarm.threshold) : /Upper|Lower/.test(alarm.comparison ?? '') ? 'the band' : null
  if (word === undefined || limit === null) return null
  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods
  const count = needed === null || alarm.evaluationPeriods === null ? '' : ` for ${needed} of ${alarm.evaluationPeriods}`
  const period = alarm.periodSeconds === null ? '' : ` × ${secondsInWords(alarm.periodSeconds)}`
  return `${word} ${limit}${count}${count === '' ? '' : period}`
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

const Mono = ({ text }: { text: string }) => (
  <span className="mono clip" title={text.slice(0, 1_000)}>
    <bdi>{text}</bdi>
  </span>
)

const safeLinks = (links: IncidentDetail['links']) => links.filter(({ url }) => /^https:\/\//.test(url))

/** Everything else that is known of the alarm. */
export function Facts({ incident }: { incident: IncidentDetail }) {
  const { alarm } = incident
  const integrations = useIntegrations()
  const integration = integrations.items.find(({ id }) => id === incident.integrationId)
  const condition = conditionOf(incident)
  const links = safeLinks(incident.links)
  const arn = alarm?.alarmArn ?? null
  return (
    <aside className="side scroll" aria-label={`About ${incident.shortId}`} tabIndex={0}>
      <section aria-labelledby="facts">
        <h2 className="h" id="facts">
          Facts
        </h2>
        <dl className="facts">
          {incident.alarmName !== null && (
            <Fact name="Alarm">
              <Mono text={incident.alarmName} />
              {arn !== null && <CopyButton text={arn} label="Copy ARN of the alarm" />}
            </Fact>
          )}
          {incident.accountId !== null && (
            <Fact name="Account">
              <Mono text={incident.accountId} />
            </Fact>
          )}
          {incident.region !== null && (
            <Fact name="Region">
              <Mono text={incident.region} />
            </Fact>
          )}
          {incident.resource !== null && (
            <Fact name="Resource">
              <Mono text={incident.resource} />
            </Fact>
          )}
          {alarm?.namespace != null && (
            <Fact name="Metric">
              <Mono text={[alarm.namespace, alarm.metricName].filter(Boolean).join(' ')} />
            </Fact>
          )}
          {alarm?.expression != null && (
            <Fact name="Expression">
              <Mono text={alarm.expression} />
            </Fact>
          )}
          {alarm?.alarmRule != null && (
            <Fact name="Rule">
              <Mono text={alarm.alarmRule} />
            </Fact>
          )}
          {condition !== null && <Fact name="When">{condition}</Fact>}
          {alarm?.treatMissingData != null && <Fact name="No data">{alarm.treatMissingData}</Fact>}
          {alarm?.contributor.map(({ name, value }) => (
            <Fact key={name} name="Series">
              <Mono text={`${name} ${value}`} />
            </Fact>
          ))}
          <Fact name="From">
            {integration === undefined ? (
              <span className="f">{incident.practice ? 'the practice alarm' : 'an integration that is gone'}</span>
            ) : (
              <a className="clip" href={hrefOf('integrations', integration.id)}>
                <bdi>{integration.name}</bdi>
              </a>
            )}
          </Fact>
        </dl>
        {alarm?.description != null && alarm.description !== '' && (
          <p className="m s described wrap">
            <bdi>{alarm.description}</bdi>
          </p>
        )}
      </section>
      {alarm !== null && alarm.dimensions.length > 0 && (
        <section aria-labelledby="dims">
          <h2 className="h" id="dims">
            Dimensions
          </h2>
          <dl className="facts wide">
            {alarm.dimensions.map(({ name, value }) => (
              <div key={name}>
                <dt className="wrap">
                  <bdi>{name}</bdi>
                </dt>
                <dd>
                  <Mono text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {alarm !== null && alarm.children.length > 0 && (
        <section aria-labelledby="kids">
          <h2 className="h" id="kids">
            Its alarms <span>as the message told them</span>
          </h2>
          <dl className="facts wide">
            {alarm.children.map(({ arn: child, state }) => (
              <div key={child}>
                <dt>{state ?? 'not told'}</dt>
                <dd>
                  <Mono text={shortArn(child)} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {links.length > 0 && (
        <section aria-labelledby="links">
          <h2 className="h" id="links">
            In AWS
          </h2>
          <ul className="links">
            {links.map(({ label, url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {label}
                </a>{' '}
                <Icon name="out" className="f" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  )
}
