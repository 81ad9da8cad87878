/** What the crowd keeps of one container; the daemon's answers are printed from it. */
export interface CrowdContainer {
  readonly id: string;
  name: string;
  readonly image: string;
  readonly imageId: string;
  readonly command: string;
  readonly createdAtMs: number;
  state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
  health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  exitCode: number;
  outOfMemory: boolean;
  /** Zero: never started. */
  startedAtMs: number;
  /** Zero: never ended. */
  finishedAtMs: number;
  readonly ports: readonly CrowdPort[];
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string;
  readonly address: string;
  readonly mounts: readonly CrowdMount[];
}

export interface CrowdPort {
  readonly containerPort: number;
  /** Null: exposed, not published. */
  readonly hostPort: number | null;
  readonly protocol: 'tcp' | 'udp';
}

export interface CrowdMount {
  readonly kind: 'volume' | 'bind';
  readonly source: string;
  readonly destination: string;
  readonly writable: boolean;
}

export interface CrowdImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly createdAtMs: number;
  readonly sizeBytes: number;
  readonly exposedPorts: readonly string[];
}

export interface CrowdVolume {
  readonly name: string;
  readonly createdAtMs: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface CrowdNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly createdAtMs: number;
  readonly subnet: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything a synthetic engine has. */
export interface Population {
  readonly containers: Map<string, CrowdContainer>;
  readonly images: Map<string, CrowdImage>;
  readonly volumes: Map<string, CrowdVolume>;
  readonly networks: Map<string, CrowdNetwork>;
}
