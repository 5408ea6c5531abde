/** The doors of the account: who one is, what one made, and how to change it. */
export { AccountMenu } from "./AccountMenu";
export { MyShaders } from "./MyShaders";
export { Settings } from "./Settings";
export { SignIn } from "./SignIn";
export { SignUp } from "./SignUp";
