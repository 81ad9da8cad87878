/** Asks for a registry's address, the user name and the token. */
export function SignInDialog(props: { address: string; username: string; onClose: () => void }) {
  return <>{props.address}</>;
}
