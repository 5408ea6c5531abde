// The API's shapes by their short names; all of them are generated from contract/openapi.json.
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type ShaderCard = Schemas["ShaderCard"];
export type ShaderPage = Schemas["ShaderPage"];
export type ShaderDraft = Schemas["ShaderDraft"];
export type ShaderChange = Schemas["ShaderChange"];
export type ImportedWork = Schemas["ImportedWork"];
export type FeedCard = Schemas["FeedCard"];
export type Taste = Schemas["Taste"];
export type Interest = Schemas["Interest"];
export type CardList = Schemas["CardList"];
export type Marks = Schemas["Marks"];
export type Version = Schemas["Version"];
export type VersionPage = Schemas["VersionPage"];
export type Lineage = Schemas["Lineage"];
export type Author = Schemas["Author"];
export type Render = Schemas["Render"];
export type Me = Schemas["Me"];
export type Person = Schemas["Person"];
export type Tokens = Schemas["AccessToken"];
export type Scope = Schemas["Scope"];
export type ApiKey = Schemas["Key"];
export type KeyWish = Schemas["NewKey"];
export type AgentAction = Schemas["Action"];
export type Grant = Schemas["Grant"];
export type ConsentRequest = Schemas["ConsentRequest"];
export type Webhook = Schemas["Webhook"];
export type WebhookWish = Schemas["WebhookDraft"];
export type Delivery = Schemas["Delivery"];
export type VoteValue = -1 | 0 | 1;
