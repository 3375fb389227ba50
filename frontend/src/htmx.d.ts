/** The bundle's own types describe a global; this names the few parts that are used. */
declare module "htmx.org/dist/htmx.esm.js" {
  interface Htmx {
    config: Record<string, boolean | string | number>;
    process(element: Element): void;
  }
  const htmx: Htmx;
  export default htmx;
}
