export function Setup() {
  return <h1>Set-up</h1>;
}
