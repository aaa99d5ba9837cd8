import { isFleetName, shardOf } from '@hitwatch/domain';

import { UsageFailure } from '../command-line/failure.ts';

/** What the engine calls the parts of a fleet. Never changed: docs/fleet.md has it. */
export interface FleetNames {
  readonly fleet: string;
  readonly stream: string;
  /** Of all agents. */
  readonly subjects: string;
  readonly alertsBucket: string;
  readonly agentsBucket: string;
  subjectOf(agent: string): string;
  /** The agent of a subject. */
  agentOf(subject: string): string;
}

export function fleetNames(fleet: string): FleetNames {
  if (!isFleetName(fleet)) {
    throw new UsageFailure(
      'that is no name for a fleet',
      'take 1 to 64 letters, digits, "_" and "-"',
    );
  }
  return {
    fleet,
    stream: `HW_${fleet}`,
    subjects: `hw.${fleet}.r.*.*`,
    alertsBucket: `HW_${fleet}_alerts`,
    agentsBucket: `HW_${fleet}_agents`,
    subjectOf: (agent) => {
      if (!isFleetName(agent)) {
        throw new UsageFailure(
          'that is no name for a host',
          'see --name: letters, digits, _ and -',
        );
      }
      return `hw.${fleet}.r.${String(shardOf(agent)).padStart(2, '0')}.${agent}`;
    },
    agentOf: (subject) => subject.slice(subject.lastIndexOf('.') + 1),
  };
}
