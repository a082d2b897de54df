// Keeps the newest text in view while it grows, unless the user has scrolled up to read.
import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

const NEAR_PX = 48;

const isNearEnd = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;

export interface FollowEnd {
  isAtEnd: boolean;
  toEnd: () => void;
}

// `inside` is what grows, `box` what scrolls.
export function useFollowEnd(
  box: RefObject<HTMLElement | null>,
  inside: RefObject<HTMLElement | null>,
): FollowEnd {
  const follows = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    follows.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [box]);
  useEffect(() => {
    const [outer, inner] = [box.current, inside.current];
    if (!outer || !inner) return;
    const onScroll = () => {
      follows.current = isNearEnd(outer);
      setAtEnd(follows.current);
    };
    const growth = new ResizeObserver(() => {
      if (follows.current) toEnd();
      setAtEnd(isNearEnd(outer));
    });
    outer.addEventListener("scroll", onScroll, { passive: true });
    growth.observe(inner);
    growth.observe(outer);
    return () => {
      outer.removeEventListener("scroll", onScroll);
      growth.disconnect();
    };
  }, [box, inside, toEnd]);
  return { isAtEnd, toEnd };
}
