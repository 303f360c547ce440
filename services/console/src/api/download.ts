import { request } from "./request.js";

/** Gets a file with the tab's token and gives it to the browser to keep. Rejects with `Problem`. */
export async function download(path: string, name: string): Promise<void> {
  const response = await request(path);
  keep(await response.blob(), nameOf(response.headers.get("content-disposition")) ?? name);
}

/** Gives the browser something to keep as a file. */
export function keep(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}

function nameOf(disposition: string | null): string | undefined {
  return /filename="([^"]+)"/u.exec(disposition ?? "")?.[1];
}
