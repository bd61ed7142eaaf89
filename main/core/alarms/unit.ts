import type { AlarmEvent } from './alarm-event.ts'

/** Metrics of AWS's own namespaces whose unit is always the same. Alarms rarely name it. */
const units: [RegExp, string][] = [
  [/(?:percent|percentage|_percent)$/i, 'Percent'],
  [/^(?:CPU|Memory|GPU|GPUMemory|Disk|DiskSpace|Storage|EngineCPU|DatabaseCPU|CPUCredit|EBSIO|WorkMem)Utilization$/, 'Percent'],
  [/^(?:mem|memory|disk|cpu|swap|pod|node|container|instance)_.*(?:utilization|percent|used_percent)\w*$/, 'Percent'],
  [
    /^(?:FreeStorageSpace|FreeLocalStorage|FreeableMemory|SwapUsage|BytesUsedForCache|BucketSizeBytes|ClusterUsedSpace|VolumeBytesUsed)$/,
    'Bytes',
  ],
  [/^(?:NetworkIn|NetworkOut|ProcessedBytes|BytesDownloaded|BytesUploaded|IncomingBytes|OutgoingBytes)$/, 'Bytes'],
  [/^(?:NetworkReceiveThroughput|NetworkTransmitThroughput|ReadThroughput|WriteThroughput)$/, 'Bytes/Second'],
  [/^(?:TargetResponseTime|ReplicaLag|AuroraReplicaLagMaximum|ApproximateAgeOfOldestMessage|ReadLatency|WriteLatency)$/, 'Seconds'],
  [/^(?:Duration|IteratorAge|IntegrationLatency|ExecutionTime|SuccessfulRequestLatency|AuroraReplicaLag|\w+Milliseconds)$/, 'Milliseconds'],
]

/** Some namespaces measure under a name that means something else elsewhere. */
const ofNamespace = new Map([
  ['AWS/ELB Latency', 'Seconds'],
  ['AWS/ApiGateway Latency', 'Milliseconds'],
  ['AWS/ApplicationELB Latency', 'Seconds'],
  ['AWS/CloudFront 5xxErrorRate', 'Percent'],
  ['AWS/CloudFront 4xxErrorRate', 'Percent'],
  ['AWS/CloudFront TotalErrorRate', 'Percent'],
])

const awsNamespace = /^(?:AWS\/|ECS\/|CWAgent$|ContainerInsights|System\/Linux)/

/** The unit of what an alarm measures: the message's own, or the one that a known metric of AWS always has. CloudWatch's name for it, or null. */
export function unitOf(event: Pick<AlarmEvent, 'unit' | 'kind' | 'namespace' | 'metricName' | 'statistic'>): string | null {
  if (event.unit !== null && event.unit !== 'None') return event.unit
  const { namespace, metricName } = event
  const measured = event.kind === 'metric' || event.kind === 'anomaly'
  if (!measured || namespace === null || metricName === null || event.statistic === 'SampleCount') return null
  if (!awsNamespace.test(namespace)) return null
  return ofNamespace.get(`${namespace} ${metricName}`) ?? units.find(([name]) => name.test(metricName))?.[1] ?? null
}
