// Explore's door.
export { ExplorePage as ExploreRoute } from "./ExplorePage";
