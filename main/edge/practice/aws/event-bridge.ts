import { z } from 'zod'
import { makeArn } from './arn.ts'
import { pageOf } from './pages.ts'
import type { Places } from './places.ts'
import type { Rule } from './rules.ts'
import { answered, type Call, type Operations, operations, type Result, refused } from './wire.ts'

const parsed = operations((field, said) => refused(400, 'ValidationException', `1 validation error detected: Value at '${field}' ${said}`))
const paged = z.object({ NextToken: z.string().optional(), Limit: z.number().int().min(1).max(100).default(100) })
const ruleName = z.object({ Rule: z.string() })

/** EventBridge's rules on the default bus: which of them send to a target. */
export function openEventBridge({ places, accountOf }: { places: Places; accountOf(call: Call): string }): Operations {
  const rulesOf = (call: Call) => places.at(accountOf(call), call.region).rules
  const noRule = (name: string) => refused(400, 'ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`)
  const listed = <T>(items: readonly T[], input: z.infer<typeof paged>, wrap: (items: T[]) => Record<string, unknown>): Result => {
    const page = pageOf(items, input.Limit, input.NextToken)
    if (page === null) return refused(400, 'ValidationException', 'NextToken is not valid.')
    return answered({ ...wrap(page.items), ...(page.next === undefined ? {} : { NextToken: page.next }) })
  }

  return {
    ListRuleNamesByTarget: parsed(paged.extend({ TargetArn: z.string() }), (input, call) => {
      const names = [...rulesOf(call).values()]
        .filter(({ targets }) => targets.some(({ arn }) => arn === input.TargetArn))
        .map(({ name }) => name)
      return listed(names, input, (RuleNames) => ({ RuleNames }))
    }),

    ListRules: parsed(paged.extend({ NamePrefix: z.string().default('') }), (input, call) => {
      const rules = [...rulesOf(call).values()].filter(({ name }) => name.startsWith(input.NamePrefix))
      return listed(rules, input, (items) => ({ Rules: items.map(shown) }))
    }),

    DescribeRule: parsed(z.object({ Name: z.string() }), ({ Name }, call) => {
      const rule = rulesOf(call).get(Name)
      return rule === undefined ? noRule(Name) : answered(shown(rule))
    }),

    ListTargetsByRule: parsed(paged.extend(ruleName.shape), (input, call) => {
      const rule = rulesOf(call).get(input.Rule)
      if (rule === undefined) return noRule(input.Rule)
      return listed(rule.targets, input, (items) => ({ Targets: items.map(({ id, arn }) => ({ Id: id, Arn: arn })) }))
    }),

    PutRule: parsed(
      z.object({ Name: z.string(), EventPattern: z.string(), State: z.string().default('ENABLED'), Description: z.string().optional() }),
      ({ Name, EventPattern, State, Description }, call) => {
        const place = places.at(accountOf(call), call.region)
        const arn = makeArn('events', place, `rule/${Name}`)
        const targets = place.rules.get(Name)?.targets ?? []
        const told = Description === undefined ? {} : { description: Description }
        place.rules.set(Name, { name: Name, arn, eventPattern: EventPattern, enabled: State === 'ENABLED', ...told, targets })
        return answered({ RuleArn: arn })
      },
    ),

    PutTargets: parsed(ruleName.extend({ Targets: z.array(z.object({ Id: z.string(), Arn: z.string() })) }), ({ Rule, Targets }, call) => {
      const rule = rulesOf(call).get(Rule)
      if (rule === undefined) return noRule(Rule)
      const kept = rule.targets.filter(({ id }) => !Targets.some(({ Id }) => Id === id))
      rule.targets = [...kept, ...Targets.map(({ Id, Arn }) => ({ id: Id, arn: Arn }))]
      return answered({ FailedEntryCount: 0, FailedEntries: [] })
    }),
  }
}

const shown = ({ name, arn, eventPattern, enabled, description }: Rule): Record<string, unknown> => ({
  Name: name,
  Arn: arn,
  EventPattern: eventPattern,
  State: enabled ? 'ENABLED' : 'DISABLED',
  ...(description === undefined ? {} : { Description: description }),
  EventBusName: 'default',
})
