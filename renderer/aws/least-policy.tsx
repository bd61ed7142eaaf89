import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { AwsFeature } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { CopyButton } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import { featureWords } from './words.ts'

/** What the policy is for: narrowed to what is named. */
export interface PolicyFor {
  features: readonly AwsFeature[]
  account: string | null
  integrationId?: string | null
  topicArns?: readonly string[]
}

function useLeastPolicy({ features, account, integrationId = null, topicArns = [] }: PolicyFor) {
  const { client } = useLive()
  const asked = {
    features: [...features],
    topicArns: [...topicArns],
    ...(account === null ? {} : { account }),
    ...(integrationId === null ? {} : { integrationId }),
  }
  return useQuery({
    queryKey: ['least-policy', asked],
    enabled: features.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.accounts.leastPolicy(asked, { signal }),
  })
}

/** `sns:Subscribe, Unsubscribe`: a service’s calls in a line, each once. */
function byService(actions: readonly string[]): [service: string, calls: string[]][] {
  const services = new Map<string, string[]>()
  for (const action of new Set(actions)) {
    const [service = '', call = ''] = action.split(':')
    services.set(service, [...(services.get(service) ?? []), call])
  }
  return [...services]
}

/** What IAM must allow for these features, each with what it is for, and the whole as a policy to copy. */
export function LeastPolicy({ isBrief = false, ...wish }: PolicyFor & { isBrief?: boolean }) {
  const policy = useLeastPolicy(wish)
  if (wish.features.length === 0) return <p className="m s under">Choose what the desk may do.</p>
  if (policy.data === undefined)
    return policy.isError ? (
      <p className="m s wrap under">It can’t be read. {saidBy(policy.error)}</p>
    ) : (
      <p className="m s under" role="status">
        Reading
      </p>
    )
  const { document, features } = policy.data
  return (
    <>
      <div className="policydo">
        <CopyButton text={document} label="Copy the policy as JSON" small={false}>
          Copy policy
        </CopyButton>
        {!isBrief && <span className="f s">{document.length.toLocaleString('en')} characters of JSON</span>}
      </div>
      <details className="more">
        <summary>Show it</summary>
        <div className="policytext" tabIndex={0} role="region" aria-label="The policy">
          <pre className="code">{document}</pre>
        </div>
      </details>
      {isBrief ? (
        <ul className="needs brief">
          {byService(
            features.flatMap(({ permissions }) => permissions.filter((one) => !one.optional).flatMap(({ actions }) => actions)),
          ).map(([service, calls]) => (
            <li key={service} className="mono">
              {service}:{calls.join(', ')}
            </li>
          ))}
        </ul>
      ) : (
        <dl className="needs">
          {features.map(({ feature, permissions }) => (
            <div key={feature}>
              <dt>{featureWords[feature].name}</dt>
              {permissions.map(({ actions, why, optional }) => (
                <dd key={actions.join()}>
                  {actions.map((action) => (
                    <span key={action} className="mono">
                      {action}
                    </span>
                  ))}
                  <span className="f s">
                    {optional && 'Optional. '}
                    {why}
                  </span>
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
