/** The sentinel: a source that took the tab down is remembered, one that draws is not. */
import { describe, expect, test } from "vitest";
import { createSentinel, crashedBefore, forgetCrashes } from "./sentinel";
import { fakeShelf } from "./shelf.fake";

function scene(name: () => string = () => "abc") {
  const shelf = fakeShelf();
  const clock = { now: 0 };
  const sentinel = createSentinel(shelf, name, "tab", () => clock.now);
  const draw = (frames: number, msEach = 16) => {
    for (let frame = 0; frame < frames; frame += 1) {
      clock.now += msEach;
      sentinel.drew();
    }
  };
  const crashed = (document = "abc") => crashedBefore(shelf, document, new Set());
  return { shelf, clock, sentinel, draw, crashed };
}

describe("a source", () => {
  test("that never draws leaves a crash behind", () => {
    const { sentinel, crashed } = scene();
    expect(crashed()).toBe(false);
    sentinel.arm("one");
    expect(crashed()).toBe(true);
  });

  test("that has drawn some frames for some time is proven, and is not doubted again", () => {
    const { sentinel, draw, crashed } = scene();
    sentinel.arm("one");
    sentinel.shown();
    draw(60);
    expect(crashed()).toBe(false);
    sentinel.arm("one");
    expect(crashed()).toBe(false);
  });

  test("is not proven by frames that a hung driver only queued", () => {
    const { sentinel, draw, crashed } = scene();
    sentinel.arm("one");
    sentinel.shown();
    draw(30, 1);
    expect(crashed()).toBe(true);
  });

  test("is not proven by the frames of the one before it, which plays on while it compiles", () => {
    const { sentinel, draw, crashed } = scene();
    sentinel.arm("slow");
    draw(200);
    expect(crashed()).toBe(true);
    sentinel.shown();
    draw(60);
    expect(crashed()).toBe(false);
  });

  test("that does not compile is forgotten", () => {
    const { sentinel, crashed } = scene();
    sentinel.arm("broken");
    sentinel.disarm();
    expect(crashed()).toBe(false);
  });

  test("changed to another is doubted anew", () => {
    const { sentinel, draw, crashed } = scene();
    sentinel.arm("one");
    sentinel.shown();
    draw(60);
    sentinel.arm("two");
    expect(crashed()).toBe(true);
  });
});

describe("leaving", () => {
  test("soon after a change is no crash", () => {
    const { sentinel, clock, crashed } = scene();
    sentinel.arm("one");
    clock.now += 500;
    sentinel.leave(false);
    expect(crashed()).toBe(false);
  });

  test("a picture that stood still for long stays a crash", () => {
    const { sentinel, clock, crashed } = scene();
    sentinel.arm("one");
    clock.now += 5000;
    sentinel.leave(false);
    expect(crashed()).toBe(true);
  });

  test("a tab that nobody saw is no crash, because it could not draw", () => {
    const { sentinel, clock, crashed } = scene();
    sentinel.arm("one");
    clock.now += 5000;
    sentinel.leave(true);
    expect(crashed()).toBe(false);
  });
});

describe("a crash", () => {
  test("of a tab that is still open is none", () => {
    const { sentinel, shelf } = scene();
    sentinel.arm("one");
    expect(crashedBefore(shelf, "abc", new Set(["tab"]))).toBe(false);
  });

  test("belongs to its document alone, under the name that it has by then", () => {
    let name = "new";
    const { sentinel, crashed } = scene(() => name);
    sentinel.arm("one");
    name = "abc";
    sentinel.arm("two");
    expect([crashed("new"), crashed("abc"), crashed("ab")]).toEqual([false, true, false]);
  });

  test("is forgotten once the author has been told", () => {
    const { sentinel, shelf, crashed } = scene();
    sentinel.arm("one");
    forgetCrashes(shelf, "abc", new Set());
    expect(crashed()).toBe(false);
  });

  test("goes unnoticed where the browser keeps nothing, and harms nothing", () => {
    const broken = fakeShelf(0);
    const sentinel = createSentinel(broken, () => "abc", "tab", () => 0);
    sentinel.arm("one");
    sentinel.disarm();
    expect(crashedBefore(broken, "abc", new Set())).toBe(false);
  });
});
