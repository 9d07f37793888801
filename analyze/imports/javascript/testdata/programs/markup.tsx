import { A } from "./a";
const B = <T extends object>(p: T) => <A title='import "./no"' {...p} render={() => import("./b")}>
  import "./no"; it's {/* import "./no" */} {require("./c")} text // import "./no"
  <><A.C<string> /> don't </>
</A>;
export default B;
