/** The topics that the seeded alarms notify. */
export interface SeedTopics {
  oncall: string
  /** Encrypted with the AWS-managed key: CloudWatch can't publish to it. */
  payments: string
  /** Its policy leaves CloudWatch out. */
  legacy: string
}

type Input = Record<string, unknown>

/** One alarm to make: by which operation, with what. */
export interface SeedAlarm {
  operation: 'PutMetricAlarm' | 'PutCompositeAlarm' | 'PutLogAlarm'
  input: Input & { AlarmName: string }
}

const both = (topic: string) => ({ AlarmActions: [topic], OKActions: [topic] })
const judged = { EvaluationPeriods: 3, DatapointsToAlarm: 3, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' }
const metric = (Namespace: string, MetricName: string, dimension: [string, string], Statistic = 'Average') => ({
  Namespace,
  MetricName,
  Statistic,
  Dimensions: [{ Name: dimension[0], Value: dimension[1] }],
  Period: 60,
})
const query = (Id: string, MetricName: string, service: string) => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName,
      Dimensions: [{ Name: 'LoadBalancer', Value: `app/${service}/50dc6c495c0c9188` }],
    },
    Period: 60,
    Stat: 'Sum',
  },
  ReturnData: false,
})

const make = (AlarmName: string, AlarmDescription: string, rest: Input): SeedAlarm => ({
  operation: 'PutMetricAlarm',
  input: { AlarmName, AlarmDescription, ...judged, ...rest },
})

const services = ['orders', 'payments', 'checkout', 'search', 'catalog', 'identity', 'shipping', 'notifications']

/** What one service is watched by: errors, their rate, latency (which tells nobody that it is over), CPU (for two of them disabled). */
function serviceAlarms(service: string, { oncall, payments, legacy }: SeedTopics): SeedAlarm[] {
  const topic = { payments, identity: legacy }[service] ?? oncall
  const load: [string, string] = ['LoadBalancer', `app/${service}/50dc6c495c0c9188`]
  const rate = {
    Metrics: [
      query('errors', 'HTTPCode_Target_5XX_Count', service),
      query('all', 'RequestCount', service),
      { Id: 'rate', Expression: '100 * errors / all', Label: 'error rate', ReturnData: true },
    ],
  }
  const { Statistic: _, ...latency } = metric('AWS/ApplicationELB', 'TargetResponseTime', load)
  return [
    make(`${service}-api-5xx`, `The ${service} API answers its callers with errors.`, {
      ...metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', load, 'Sum'),
      Threshold: 25,
      ...both(topic),
    }),
    make(`${service}-api-error-rate`, `More than 5 % of the calls to ${service} fail.`, { ...rate, Threshold: 5, ...both(topic) }),
    make(`${service}-api-latency-p99`, `${service} is slow for one caller in a hundred.`, {
      ...latency,
      ExtendedStatistic: 'p99',
      Threshold: 2,
      AlarmActions: [topic],
    }),
    make(`${service}-cpu`, `The tasks of ${service} are short of CPU.`, {
      ...metric('AWS/ECS', 'CPUUtilization', ['ServiceName', service]),
      Threshold: 85,
      ActionsEnabled: service !== 'search' && service !== 'catalog',
      ...both(topic),
    }),
  ]
}

/** A database's: storage notifies nobody. */
function databaseAlarms(database: string, { oncall }: SeedTopics): SeedAlarm[] {
  const of = (name: string) => metric('AWS/RDS', name, ['DBInstanceIdentifier', database])
  return [
    make(`${database}-cpu`, `${database} is short of CPU.`, { ...of('CPUUtilization'), Threshold: 90, ...both(oncall) }),
    make(`${database}-connections`, `${database} has few connections left.`, {
      ...of('DatabaseConnections'),
      Threshold: 450,
      ...both(oncall),
    }),
    make(`${database}-replica-lag`, `The replica of ${database} is behind.`, { ...of('ReplicaLag'), Threshold: 30, ...both(oncall) }),
    make(`${database}-free-storage`, `${database} is running full.`, {
      ...of('FreeStorageSpace'),
      Threshold: 10_000_000_000,
      ComparisonOperator: 'LessThanThreshold',
    }),
  ]
}

function queueAlarms(queue: string, { oncall }: SeedTopics): SeedAlarm[] {
  const of = (name: string) => metric('AWS/SQS', name, ['QueueName', queue], 'Maximum')
  return [
    make(`${queue}-depth`, `${queue} grows faster than it is worked off.`, {
      ...of('ApproximateNumberOfMessagesVisible'),
      Threshold: 1_000,
      ...both(oncall),
    }),
    make(`${queue}-oldest-message`, `A message in ${queue} has waited for long.`, {
      ...of('ApproximateAgeOfOldestMessage'),
      Threshold: 900,
      ...both(oncall),
    }),
  ]
}

function anomaly(service: string, { oncall }: SeedTopics): SeedAlarm {
  const { ReturnData: _, ...requests } = query('m1', 'RequestCount', service)
  return make(`${service}-traffic-anomaly`, `${service} has more or fewer callers than is usual at this hour.`, {
    Metrics: [
      { ...requests, ReturnData: true },
      { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'RequestCount (expected)', ReturnData: true },
    ],
    ThresholdMetricId: 'ad1',
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    ...both(oncall),
  })
}

const grouped = (name: string, description: string, sql: string, topic: string): SeedAlarm =>
  make(name, description, {
    Metrics: [{ Id: 'q', Expression: sql, Period: 60, ReturnData: true }],
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    Threshold: 10,
    ...both(topic),
  })

/** About sixty alarms of a shop's account: of every kind, and with the faults that accounts have. Children before their composites. */
export function seedAlarms(topics: SeedTopics): SeedAlarm[] {
  const { oncall } = topics
  return [
    ...services.flatMap((service) => serviceAlarms(service, topics)),
    ...['orders-db', 'payments-db', 'identity-db'].flatMap((database) => databaseAlarms(database, topics)),
    ...['orders-queue', 'emails-queue'].flatMap((queue) => queueAlarms(queue, topics)),
    ...['invoice-pdf', 'image-resize', 'webhooks'].map((name) =>
      make(`lambda-${name}-errors`, `The function ${name} fails.`, {
        ...metric('AWS/Lambda', 'Errors', ['FunctionName', name], 'Sum'),
        Threshold: 3,
        ...both(oncall),
      }),
    ),
    anomaly('orders', topics),
    anomaly('checkout', topics),
    grouped(
      'shop-errors-by-country',
      'Orders fail in one country.',
      'SELECT SUM(Failed) FROM "Shop/Orders" GROUP BY Country ORDER BY SUM() DESC',
      oncall,
    ),
    grouped(
      'disk-full-by-host',
      'A host is running full.',
      'SELECT MAX(disk_used_percent) FROM "CWAgent" GROUP BY host ORDER BY MAX() DESC',
      oncall,
    ),
    make('console-sign-in-failures', 'Somebody fails to sign in to the console, again and again.', {
      ...metric('CloudTrailMetrics', 'ConsoleSigninFailureCount', ['Trail', 'organisation'], 'Sum'),
      Period: 300,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Threshold: 3,
      ...both(oncall),
    }),
    make('deployment-in-progress', 'Holds back the alarms that a deployment sets off. It notifies nobody on purpose.', {
      ...metric('Shop/Deployments', 'Running', ['Stage', 'production'], 'Maximum'),
      Threshold: 0,
    }),
    {
      operation: 'PutLogAlarm',
      input: {
        AlarmName: 'orders-panic-in-log',
        AlarmDescription: 'The word panic stands in the log of orders.',
        ScheduledQueryConfiguration: { LogGroupIdentifiers: ['/shop/orders'], QueryString: 'filter @message like /panic/ | stats count()' },
        QueryResultsToEvaluate: 1,
        QueryResultsToAlarm: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        ...both(oncall),
      },
    },
    {
      operation: 'PutCompositeAlarm',
      input: {
        AlarmName: 'checkout-is-broken',
        AlarmDescription: 'Customers can’t pay.',
        AlarmRule: 'ALARM("checkout-api-5xx") OR (ALARM("payments-api-5xx") AND NOT OK("orders-api-5xx"))',
        ...both(oncall),
      },
    },
    {
      operation: 'PutCompositeAlarm',
      input: {
        AlarmName: 'search-is-degraded',
        AlarmDescription: 'Search is slow or fails, and nobody is deploying.',
        AlarmRule: 'ALARM("search-api-5xx") OR ALARM("search-api-latency-p99")',
        ActionsSuppressor: 'deployment-in-progress',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 120,
        ...both(oncall),
      },
    },
  ]
}
