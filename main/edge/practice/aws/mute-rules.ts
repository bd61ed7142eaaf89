import { z } from 'zod'
import { makeArn } from './arn.ts'
import { badToken, cloudWatchInput, validation } from './cloudwatch.ts'
import { isMuteSchedule, isOnce, type MuteSchedule, muteStatus } from './mute-schedule.ts'
import { pageOf } from './pages.ts'
import type { MuteRule, Place, Places } from './places.ts'
import { answered, type Call, type Operations, refused } from './wire.ts'

export interface MuteRulesDeps {
  now(): number
  places: Places
  accountOf(call: Call): string
  /** Rules of this place were changed. */
  onChanged(place: Place): void
}

const epoch = z.number().transform((seconds) => seconds * 1_000)
const putShape = z.object({
  Name: z.string().min(1).max(255),
  Description: z.string().optional(),
  Rule: z.object({ Schedule: z.object({ Expression: z.string(), Duration: z.string(), Timezone: z.string().default('UTC') }) }),
  MuteTargets: z.object({ AlarmNames: z.array(z.string()).max(100) }).optional(),
  StartDate: epoch.optional(),
  ExpireDate: epoch.optional(),
})

/** CloudWatch's mute rules. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html */
export function openMuteRules({ now, places, accountOf, onChanged }: MuteRulesDeps): Operations {
  const placeOf = (call: Call) => places.at(accountOf(call), call.region)

  return {
    PutAlarmMuteRule: cloudWatchInput(putShape, (input, call) => {
      const { Expression, Duration, Timezone } = input.Rule.Schedule
      const dates = { startAt: input.StartDate ?? null, expireAt: input.ExpireDate ?? null }
      const schedule: MuteSchedule = { expression: Expression, duration: Duration, timeZone: Timezone, ...dates }
      if (!isMuteSchedule(schedule)) return validation(`The schedule ${Expression} for ${Duration} in ${Timezone} is not valid.`)
      const place = placeOf(call)
      place.muteRules.set(input.Name, {
        name: input.Name,
        arn: makeArn('cloudwatch', place, `alarm-mute-rule:${input.Name}`),
        description: input.Description ?? null,
        schedule,
        alarmNames: input.MuteTargets?.AlarmNames ?? [],
        updatedAt: now(),
      })
      onChanged(place)
      return answered()
    }),

    GetAlarmMuteRule: cloudWatchInput(z.object({ AlarmMuteRuleName: z.string() }), ({ AlarmMuteRuleName }, call) => {
      const rule = placeOf(call).muteRules.get(AlarmMuteRuleName)
      if (rule === undefined) {
        const type = 'com.amazonaws.cloudwatch#ResourceNotFoundException'
        return refused(404, 'ResourceNotFoundException', `Alarm mute rule ${AlarmMuteRuleName} does not exist`, type)
      }
      const { expression, duration, timeZone } = rule.schedule
      return answered({
        Name: rule.name,
        ...summary(rule, now()),
        ...(rule.description === null ? {} : { Description: rule.description }),
        Rule: { Schedule: { Expression: expression, Duration: duration, Timezone: timeZone } },
        MuteTargets: { AlarmNames: rule.alarmNames },
        ...(rule.schedule.startAt === null ? {} : { StartDate: new Date(rule.schedule.startAt) }),
      })
    }),

    DeleteAlarmMuteRule: cloudWatchInput(z.object({ AlarmMuteRuleName: z.string() }), ({ AlarmMuteRuleName }, call) => {
      const place = placeOf(call)
      place.muteRules.delete(AlarmMuteRuleName)
      onChanged(place)
      return answered()
    }),

    ListAlarmMuteRules: cloudWatchInput(
      z.object({
        AlarmName: z.string().optional(),
        Statuses: z.array(z.enum(['SCHEDULED', 'ACTIVE', 'EXPIRED'])).optional(),
        MaxRecords: z.number().int().min(1).max(100).default(50),
        NextToken: z.string().optional(),
      }),
      ({ AlarmName, Statuses, MaxRecords, NextToken }, call) => {
        const rules = [...placeOf(call).muteRules.values()]
          .filter(({ alarmNames }) => AlarmName === undefined || alarmNames.includes(AlarmName))
          .filter(({ schedule }) => Statuses === undefined || Statuses.includes(muteStatus(schedule, now())))
        const page = pageOf(rules, MaxRecords, NextToken)
        if (page === null) return badToken
        return answered({
          AlarmMuteRuleSummaries: page.items.map((rule) => summary(rule, now())),
          ...(page.next === undefined ? {} : { NextToken: page.next }),
        })
      },
    ),
  }
}

function summary({ arn, schedule, updatedAt }: MuteRule, at: number): Record<string, unknown> {
  return {
    AlarmMuteRuleArn: arn,
    ...(schedule.expireAt === null ? {} : { ExpireDate: new Date(schedule.expireAt) }),
    Status: muteStatus(schedule, at),
    MuteType: isOnce(schedule) ? 'ONE_TIME' : 'RECURRING',
    LastUpdatedTimestamp: new Date(updatedAt),
  }
}
