/** Define: the script that a plain page includes: the element is there as soon as it has run. */
import { definePlayer } from "./index";

definePlayer();
