import { describe, expect, it } from "vitest";
import { unitTree } from "./tree.js";

const unit = (id: string, parent?: string) => ({ id, name: id, ...(parent === undefined ? {} : { parent }) });

describe("the organisation tree", () => {
  it("rolls up to the root, over any number of levels", () => {
    const tree = unitTree("3209", [unit("320900"), unit("320903", "320900"), unit("320903-yn", "320903")]);
    expect(tree.upward("320903-yn")).toEqual(["320903-yn", "320903", "320900", "3209"]);
    expect([...tree.subtree("320903")].sort()).toEqual(["320903", "320903-yn"]);
    expect(tree.upward("3209")).toEqual(["3209"]);
  });

  it("hangs what is unregistered, or has an unknown parent, under the root", () => {
    const tree = unitTree("3209", [unit("aa", "nowhere")]);
    expect(tree.upward("aa")).toEqual(["aa", "3209"]);
    expect(tree.upward("zz")).toEqual(["zz", "3209"]);
  });

  it("puts each member of a circle of parents under the root by itself", () => {
    const tree = unitTree("3209", [unit("aa", "bb"), unit("bb", "aa"), unit("cc", "aa"), unit("dd", "dd")]);
    expect(tree.upward("aa")).toEqual(["aa", "3209"]);
    expect(tree.upward("bb")).toEqual(["bb", "3209"]);
    expect(tree.upward("cc")).toEqual(["cc", "aa", "3209"]);
    expect(tree.upward("dd")).toEqual(["dd", "3209"]);
  });

  it("may register the root itself", () => {
    const tree = unitTree("3209", [unit("3209"), unit("aa", "3209")]);
    expect(tree.upward("aa")).toEqual(["aa", "3209"]);
  });
});
