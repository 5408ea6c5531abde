/** The doors of the account: who one is, what one made, and how to change it. */
export { AccountMenu } from "./AccountMenu";
export { MyShaders } from "./MyShaders";
export { ProfileSettings } from "./ProfileSettings";
export { SignIn } from "./SignIn";
export { SignUp } from "./SignUp";
