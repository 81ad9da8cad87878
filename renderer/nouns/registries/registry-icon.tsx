import { Building2, Cloud, GitBranch, Laptop, LibraryBig, type LucideIcon } from 'lucide-react';
import { type RegistryKind, registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import styles from './registry-icon.module.css';

const icons: Readonly<Record<RegistryKind, LucideIcon>> = {
  'docker-hub': Cloud,
  github: GitBranch,
  'google-artifact': Cloud,
  'google-container': Cloud,
  'amazon-private': Cloud,
  'amazon-public': Cloud,
  azure: Cloud,
  quay: LibraryBig,
  gitlab: GitBranch,
  harbor: LibraryBig,
  local: Laptop,
  private: Building2,
};

/** Stands for a registry, in a field of its own. */
export function RegistryIcon({ address }: { address: string }) {
  return <KindIcon kind={registryKindOf(address)} />;
}

/** Stands for a kind of registry. */
export function KindIcon({ kind }: { kind: RegistryKind }) {
  const Icon = icons[kind];
  return (
    <span className={styles['icon']} aria-hidden="true">
      <Icon size={16} strokeWidth={1.75} />
    </span>
  );
}
