import {
  encodeJson,
  EnvironmentFailure,
  Output,
  sanitize,
  type Style,
  styleFor,
  SystemClock,
} from '@hitwatch/adapters';
import {
  clusterReplicas,
  connectNats,
  examineFleet,
  type Finding,
  FLEET_STORAGE,
  initFleet,
} from '@hitwatch/adapters/nats';

import type { DoctorOptions, FleetInitOptions } from '../fleet/fleet-options.ts';
import { natsOptions } from '../fleet/nats-options.ts';
import type { Surroundings } from '../surroundings.ts';

/** `hitwatch fleet init`: makes what is not there. Throws where something could not be made. */
export async function makeFleet(options: FleetInitOptions, around: Surroundings): Promise<void> {
  const nats = await connectNats(natsOptions(options, 'hitwatch fleet init', around.env));
  try {
    const replicas = options.replicas ?? clusterReplicas(nats);
    const findings = await initFleet(nats, options.fleet, { ...FLEET_STORAGE, replicas });
    await tell('fleet-init', findings, options, around);
  } finally {
    await nats.close();
  }
}

/** `hitwatch doctor`: looks at all that a fleet needs. Throws where something does not work. */
export async function doctor(options: DoctorOptions, around: Surroundings): Promise<void> {
  const nats = await connectNats(natsOptions(options, 'hitwatch doctor', around.env));
  try {
    const findings = await examineFleet(nats, options.fleet, new SystemClock());
    await tell('doctor', findings, options, around);
  } finally {
    await nats.close();
  }
}

async function tell(
  name: string,
  findings: readonly Finding[],
  { fleet, output: form }: FleetInitOptions | DoctorOptions,
  around: Surroundings,
): Promise<void> {
  const output = new Output(around.stdout);
  if (form === 'json') {
    const schema = `hitwatch/${name}/1`;
    output.write(`${encodeJson({ schema, fleet, findings })}\n`);
  } else {
    for (const finding of findings) output.write(lineOf(finding, around));
  }
  await output.flush();
  const wrong = findings.filter(({ level }) => level === 'fail');
  const [first] = wrong;
  if (first === undefined) return;
  const others = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
  throw new EnvironmentFailure(first.code, `${first.what}${others}`, first.remedy ?? 'see above');
}

function lineOf({ level, what, remedy }: Finding, around: Surroundings): string {
  const style = styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env });
  const mark = markOf(level, style);
  const advice = remedy === undefined ? '' : `      ${sanitize(remedy)}\n`;
  return `${mark}  ${sanitize(what)}\n${advice}`;
}

function markOf(level: Finding['level'], style: Style): string {
  const word = level.padEnd(4);
  if (level === 'ok') return style.good(word);
  return level === 'warn' ? style.accent(word) : style.bad(word);
}
