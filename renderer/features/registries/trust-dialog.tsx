/** How the engine is set to reach a registry. */
export function TrustDialog(props: { address: string; onClose: () => void }) {
  return <>{props.address}</>;
}
