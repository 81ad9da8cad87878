import { useT } from '../i18n/use-words.ts';
import { type PublishedPort, toPortUrl } from '../objects/published-ports.ts';
import styles from './port-link.module.css';

interface PortLinkProps {
  port: PublishedPort;
  /** Of the container. */
  name: string;
  /** 'localhost:8080' instead of '8080'. */
  isLong?: boolean | undefined;
}

/** A published port; a click opens it in the browser. Ports that no browser speaks are plain text. */
export function PortLink({ port, name, isLong = false }: PortLinkProps) {
  const t = useT();
  const { host, hostPort, containerPort, protocol } = port;
  const shown = isLong ? `${host}:${hostPort}` : String(hostPort);
  const title = t('containers.ports.title', { host, hostPort, containerPort, protocol });
  if (protocol !== 'tcp') {
    return (
      <bdi className={styles['plain']} dir="ltr" title={title}>
        {`${shown}/${protocol}`}
      </bdi>
    );
  }
  return (
    <a
      className={styles['port']}
      dir="ltr"
      href={toPortUrl(port)}
      target="_blank"
      rel="noopener noreferrer"
      title={title}
      aria-label={t('containers.ports.open', { host, hostPort, containerPort, name })}
    >
      {shown}
    </a>
  );
}
