// The feed's door.
export { FeedPage as FeedRoute } from "./FeedPage";
