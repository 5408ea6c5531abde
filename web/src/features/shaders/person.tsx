// The door to a person's page.
export { PersonPage as PersonRoute } from "./PersonPage";
