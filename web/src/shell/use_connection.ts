import { useEffect, useState } from "preact/hooks";
import { type Connection, connection, watchConnection } from "../server/connection";

export function useConnection(): Connection {
  const [state, setState] = useState(connection);
  useEffect(() => {
    const follow = () => setState(connection());
    follow(); // it may have changed between the first drawing and this
    return watchConnection(follow);
  }, []);
  return state;
}
