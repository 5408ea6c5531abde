/** The studio's talk with the server: how a work is sent, how an answer becomes a work again. */
import type { Pass, PassInput, ShaderError } from "@fractafrag/runtime";
import { api, ifMatch, ok } from "../../lib/api";
import { byline } from "../../lib/format";
import { isProblem } from "../../lib/problem";
import type { ShaderPage, VersionPage } from "../../lib/types";
import type { Channel } from "./contract";
import { defaultSampler, limits } from "./contract";
import { noParameters } from "./document";
import type { Details, Work } from "./document";
import type { Origin, Parent, ShaderStatus } from "./store";

/** The fields of the publishing sheet that a refusal of the server can be shown at. */
export type DetailField = keyof Details | "passes";

type ServerPass = ShaderPage["passes"][number];

export function passesOf(passes: readonly ServerPass[]): Pass[] {
  return passes.map((pass) => ({
    type: pass.type,
    name: pass.name,
    // The editor counts lines by \n alone.
    code: pass.code.replace(/\r\n?/g, "\n"),
    inputs: pass.inputs
      .filter((input) => input.channel >= 0 && input.channel < limits.channels)
      .map((input): PassInput => ({
        channel: input.channel as Channel,
        type: input.type,
        source: input.source,
        sampler: { ...defaultSampler(input.type), ...input.sampler },
      })),
  }));
}

export function workOf(page: ShaderPage): Work {
  return {
    passes: passesOf(page.passes),
    parameters: page.parameters,
    details: {
      title: page.title,
      description: page.description,
      tags: [...page.tags],
      licence: page.licence ?? "",
      visibility: page.visibility,
      posterAt: page.poster_at,
    },
  };
}

export function parentOf(page: ShaderPage): Parent | null {
  return page.parent ? { id: page.parent.id, title: page.parent.title, author: byline(page.parent.author) } : null;
}

export function originOf(page: ShaderPage): Origin {
  return { id: page.id, version: page.version, status: page.status, work: workOf(page), parent: parentOf(page) };
}

/** What a save sends: everything that is said about the work, and its passes. */
function bodyOf(work: Work) {
  const { title, description, tags, licence, visibility, posterAt } = work.details;
  return { title: title.trim(), description, tags, licence: licence || null, visibility, poster_at: posterAt, passes: work.passes, parameters: work.parameters ?? noParameters };
}

export function createShader(work: Work, status: "draft" | "published", parent: Parent | null): Promise<ShaderPage> {
  return ok(api.POST("/api/v1/shaders", { body: { ...bodyOf(work), status, parent_id: parent?.id ?? null } }));
}

/** Saves a new version on top of `version`; throws an ApiProblem of status 412 where that is no longer the newest. */
export function changeShader(id: string, version: number, work: Work, status?: ShaderStatus): Promise<ShaderPage> {
  return ok(
    api.PATCH("/api/v1/shaders/{shader_id}", {
      params: { path: { shader_id: id }, header: ifMatch(version) },
      body: { ...bodyOf(work), ...(status ? { status } : {}) },
    }),
  );
}

/** Changes only whether a work is a draft, published or archived. */
export function changeStatus(id: string, version: number, status: ShaderStatus): Promise<ShaderPage> {
  return ok(api.PATCH("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: id }, header: ifMatch(version) }, body: { status } }));
}

export function fetchShader(id: string): Promise<ShaderPage> {
  return ok(api.GET("/api/v1/shaders/{shader_id}", { params: { path: { shader_id: id } } }));
}

export function forkShader(id: string): Promise<ShaderPage> {
  return ok(api.POST("/api/v1/shaders/{shader_id}/fork", { params: { path: { shader_id: id } } }));
}

/** What the server's own compiler says of the passes; null where it is too busy to say. */
export async function compileThere(passes: Pass[]): Promise<ShaderError[] | null> {
  try {
    return (await ok(api.POST("/api/v1/validate", { body: { passes } }))).errors;
  } catch (error) {
    if (isProblem(error) && (error.status === 429 || error.status === 0 || error.status >= 500)) return null;
    throw error;
  }
}

export function renderAgain(id: string): Promise<unknown> {
  return ok(api.POST("/api/v1/shaders/{shader_id}/render", { params: { path: { shader_id: id } } }));
}

/** The work as it was in an older version; what versions do not keep comes from `details`. */
export async function workAt(id: string, version: number, details: Details): Promise<Work> {
  const found = await ok(api.GET("/api/v1/shaders/{shader_id}/versions/{number}", { params: { path: { shader_id: id, number: version } } }));
  return workOfVersion(found, details);
}

/** A version as a work; visibility and the poster's moment, which versions do not tell, come from `details`. */
export function workOfVersion(found: VersionPage, details: Details): Work {
  const { title, description, tags, licence } = found;
  return { passes: passesOf(found.passes), parameters: found.parameters, details: { ...details, title, description, tags: [...tags], licence: licence ?? "" } };
}

/** Gives a version a name, or takes it away. */
export function nameVersion(id: string, number: number, name: string | null): Promise<VersionPage> {
  return ok(api.PATCH("/api/v1/shaders/{shader_id}/versions/{number}", { params: { path: { shader_id: id, number } }, body: { name } }));
}

/** The field of the sheet that a server's field name ("passes.0.code", "body.tags.2") belongs to, or null. */
export function detailField(field: string): DetailField | null {
  const known: DetailField[] = ["title", "description", "tags", "licence", "visibility", "passes"];
  const parts = field.split(/[.[\]/]+/);
  return known.find((name) => parts.includes(name)) ?? null;
}
