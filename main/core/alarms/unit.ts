import type { AlarmEvent } from './alarm-event.ts'

/** Metrics of AWS's own namespaces whose unit is always the same. Alarms rarely name it. */
const units: [RegExp, string][] = [
  [/(?:percent|percentage|_percent)$/i, 'Percent'],
  [/^(?:CPU|Memory|GPU|GPUMemory|Disk|DiskSpace|Storage|EngineCPU|DatabaseCPU|CPUCredit|EBSIO|WorkMem|ACU)Utilization$/, 'Percent'],
  [/^(?:CPUReservation|MemoryReservation|BurstBalance|EBSIOBalance%|EBSByteBalance%|PercentageDiskSpaceUsed|PercentIOLimit)$/, 'Percent'],
  [/^(?:Master|OldGen|MasterOldGen|Warm)?JVMMemoryPressure$/, 'Percent'],
  [/^(?:mem|memory|disk|cpu|swap|pod|node|container|instance)_.*(?:utilization|percent|used_percent)\w*$/, 'Percent'],
  [
    /^(?:FreeStorageSpace|FreeLocalStorage|FreeStorageCapacity|FreeableMemory|SwapUsage|BytesUsedForCache|BucketSizeBytes|VolumeBytesUsed)$/,
    'Bytes',
  ],
  [/^(?:NetworkIn|NetworkOut|ProcessedBytes|BytesDownloaded|BytesUploaded|IncomingBytes|OutgoingBytes)$/, 'Bytes'],
  [/^(?:NetworkReceiveThroughput|NetworkTransmitThroughput|ReadThroughput|WriteThroughput)$/, 'Bytes/Second'],
  [
    /^(?:TargetResponseTime|ReplicaLag|ReplicationLag|CDCLatency(?:Source|Target)|ApproximateAgeOfOldestMessage|ReadLatency|WriteLatency)$/,
    'Seconds',
  ],
  [/^(?:Commit|Select|Insert|Update|Delete|DML|DDL)Latency$/, 'Milliseconds'],
  [
    /^(?:Duration|IteratorAge|IntegrationLatency|ExecutionTime|SuccessfulRequestLatency|AuroraReplicaLag(?:Maximum|Minimum)?|OriginLatency|[\w.]+Milliseconds)$/,
    'Milliseconds',
  ],
]

/** Some namespaces measure under a name that means something else elsewhere. */
const ofNamespace = new Map([
  ['AWS/ELB Latency', 'Seconds'],
  ['AWS/ApiGateway Latency', 'Milliseconds'],
  ['AWS/ApplicationELB Latency', 'Seconds'],
  ['AWS/CloudFront 5xxErrorRate', 'Percent'],
  ['AWS/CloudFront 4xxErrorRate', 'Percent'],
  ['AWS/CloudFront TotalErrorRate', 'Percent'],
  ['AWS/ES FreeStorageSpace', 'Megabytes'],
  ['AWS/ES ClusterUsedSpace', 'Megabytes'],
  ['AWS/CertificateManager DaysToExpiry', 'Days'],
  ['AWS/Route53 HealthCheckPercentageHealthy', 'Percent'],
])

const awsNamespace = /^(?:AWS\/|ECS\/|CWAgent$|ContainerInsights|System\/Linux)/

/** The unit of what an alarm measures: the message's own, or the one that a known metric of AWS always has. CloudWatch's name for it, or null. */
export function unitOf(event: Pick<AlarmEvent, 'unit' | 'kind' | 'namespace' | 'metricName' | 'statistic' | 'dimensions'>): string | null {
  if (event.metricName === 'EstimatedCharges' && event.namespace === 'AWS/Billing') return currencyOf(event)
  if (event.unit !== null && event.unit !== 'None') return event.unit
  const { namespace, metricName } = event
  const measured = event.kind === 'metric' || event.kind === 'anomaly'
  if (!measured || namespace === null || metricName === null || event.statistic === 'SampleCount') return null
  if (!awsNamespace.test(namespace)) return null
  return ofNamespace.get(`${namespace} ${metricName}`) ?? units.find(([name]) => name.test(metricName))?.[1] ?? null
}

/** Charges carry their currency as a dimension, and no unit. */
function currencyOf({ dimensions }: Pick<AlarmEvent, 'dimensions'>): string | null {
  const currency = dimensions.find((each) => each.name === 'Currency')?.value ?? ''
  return /^[A-Z]{3}$/.test(currency) ? currency : null
}
