/** What stands under the picture: what the pass reads, what is inside the work, pictures to take along, the picture on things in space. */
import { lazy, Suspense, useState } from "react";
import { Skeleton } from "../../ui/Skeleton";
import { TabPanel, Tabs } from "../../ui/Tabs";
import { InputSlots } from "./InputSlots";
import { ParametersPanel } from "./parameters/ParametersPanel";

// Nobody who only writes pays for encoders and Three.js.
const ExportPanel = lazy(() => import("./exporting/ExportPanel").then((module) => ({ default: module.ExportPanel })));
const InspectPanel = lazy(() => import("./inspection/InspectPanel"));
const StagePanel = lazy(() => import("./stage3d/StagePanel").then((module) => ({ default: module.StagePanel })));

export type SidePanel = "inputs" | "inspect" | "export" | "space";

export function SidePanels() {
  const [panel, setPanel] = useState<SidePanel>("inputs");
  return (
    <Tabs
      label="Beside the code"
      value={panel}
      onChange={setPanel}
      tabs={[
        { value: "inputs", label: "Inputs" },
        { value: "inspect", label: "Inspect" },
        { value: "export", label: "Export" },
        { value: "space", label: "In space" },
      ]}
    >
      <TabPanel value="inputs">
        <InputSlots className="pt-3" />
        <ParametersPanel className="pt-3" />
      </TabPanel>
      <TabPanel value="inspect" className="pt-3">
        <Waiting>
          <InspectPanel />
        </Waiting>
      </TabPanel>
      <TabPanel value="export" className="pt-3">
        <Waiting>
          <ExportPanel />
        </Waiting>
      </TabPanel>
      <TabPanel value="space" className="pt-3">
        <Waiting>
          <StagePanel />
        </Waiting>
      </TabPanel>
    </Tabs>
  );
}

export function Waiting({ children }: { children: React.ReactNode }) {
  return <Suspense fallback={<Skeleton className="h-40 w-full" />}>{children}</Suspense>;
}

/** On a phone, where there is room for one thing. */
export function PhoneInspect() {
  return (
    <Waiting>
      <InspectPanel />
    </Waiting>
  );
}

export function PhoneExport() {
  return (
    <Waiting>
      <ExportPanel />
    </Waiting>
  );
}
