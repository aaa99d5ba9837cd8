/** One change of an alert on its way out. What came from a log in it is hostile. */
export interface AlertNotification {
  /** The same in every try, run and monitor: who receives it twice knows it by this. */
  readonly id: string;
  readonly rule: string;
  /** What the rule looks at each on its own, such as a section. */
  readonly group: string | undefined;
  readonly severity: 'warning' | 'critical';
  /** What happened: `triggered`, `recovered`, or another state of the rule's. */
  readonly state: string;
  /** Whether the alert is on from now on. */
  readonly firing: boolean;
  /** Epoch second of what happened, and of when the alert began. */
  readonly second: number;
  readonly startedSecond: number;
  /** Undefined where the lack of data made the alert. */
  readonly value: number | undefined;
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly message: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** The alert as programs read it, as in `watch --output ndjson`. */
  readonly document: object;
}
