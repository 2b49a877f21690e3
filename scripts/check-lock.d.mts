export interface LockedPackage {
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
}
export interface Lock {
  lockfileVersion?: number;
  packages?: Record<string, LockedPackage>;
}
export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}
export function checkLock(lock: Lock, manifest: Manifest): string[];
