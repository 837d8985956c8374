export { startLab, type Lab, type LabOptions, type LabSettings } from './startLab';
export { profiles, isProfileId, type ProfileId } from './profiles';
export { faultNames, type Fault, type FaultName, type FaultRule } from './faults';
export { labModels, type Behaviour } from './behaviour';
export type { LabTask, LabToolCase } from './tasks';
export { readDistribution, type Distribution, type Timing } from './timing';
export type { LabRecord, ReceivedRequest, ScriptedReply } from './record';
export { spawnLab, type SpawnedLab } from './spawnLab';
