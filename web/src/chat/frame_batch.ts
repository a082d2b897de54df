// Shows changes at most once per frame, and less often when showing them takes long: text that grows is then drawn in a
// fixed share of the time, however long it is and however slow the device.

const SHARE = 3; // rest three times as long as the last drawing took
const REST_MS_MAX = 1000; // a drawing may also be slow because other work kept the processor from it

export interface FrameClock {
  now(): number;
  frame(work: () => void): void;
  later(work: () => void, ms: number): void;
}

const browserClock: FrameClock = {
  now: () => performance.now(),
  // Frames do not come in a tab that is not seen, and then nothing need be drawn; the timer keeps announcements going.
  frame: (work) => (document.hidden ? setTimeout(work, 1000) : requestAnimationFrame(work)),
  later: (work, ms) => setTimeout(work, ms),
};

export class FrameBatch {
  private isAsked = false;
  private notBefore = 0;

  constructor(
    private readonly draw: () => void,
    private readonly clock: FrameClock = browserClock,
  ) {}

  ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    const wait = this.notBefore - this.clock.now();
    if (wait > 0) this.clock.later(() => this.clock.frame(() => this.run()), wait);
    else this.clock.frame(() => this.run());
  }

  // Told after a drawing, which may end later than `draw` returns.
  drawn(ms: number): void {
    this.notBefore = this.clock.now() + Math.min(SHARE * ms, REST_MS_MAX);
  }

  private run(): void {
    this.isAsked = false;
    this.draw();
  }
}
