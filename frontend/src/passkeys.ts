/** Passkeys: a form marked so has the browser make or use one, and sends what that signed; without them it stays hidden. */

type Described = { id: string; type: PublicKeyCredentialType };
type Served = {
  publicKey: {
    challenge: string;
    user?: { id: string };
    excludeCredentials?: Described[];
    allowCredentials?: Described[];
  };
  sentence?: string;
};

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function textOf(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const described = (rows: Described[] | undefined): PublicKeyCredentialDescriptor[] => (rows ?? []).map((row) => ({ ...row, id: bytesOf(row.id) }));

async function credentialFor(form: HTMLFormElement, served: Served): Promise<Credential | null> {
  const options = { ...served.publicKey, challenge: bytesOf(served.publicKey.challenge) };
  if (form.dataset["passkey"] === "get") {
    return navigator.credentials.get({ publicKey: { ...options, allowCredentials: described(options.allowCredentials) } as PublicKeyCredentialRequestOptions });
  }
  const user = { ...options.user, id: bytesOf(options.user?.id ?? "") };
  const publicKey = { ...options, user, excludeCredentials: described(options.excludeCredentials) };
  return navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions });
}

function answerOf(credential: PublicKeyCredential): string {
  const { response } = credential;
  const signed: Record<string, string> = { clientDataJSON: textOf(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) signed["attestationObject"] = textOf(response.attestationObject);
  if (response instanceof AuthenticatorAssertionResponse) {
    signed["authenticatorData"] = textOf(response.authenticatorData);
    signed["signature"] = textOf(response.signature);
    if (response.userHandle) signed["userHandle"] = textOf(response.userHandle);
  }
  return JSON.stringify({ id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response: signed, clientExtensionResults: {} });
}

async function send(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector<HTMLElement>("[data-passkey-failed]");
  if (status) status.textContent = "";
  const failed = (sentence?: string): void => {
    if (status) status.textContent = sentence ?? status.dataset["passkeyFailed"] ?? "";
  };
  try {
    const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const reply = await fetch(form.dataset["options"] ?? "", { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }) });
    if (reply.status === 403) return location.reload();
    const served = (await reply.json()) as Served;
    if (!reply.ok) return failed(served.sentence);
    const credential = await credentialFor(form, served);
    const field = form.querySelector<HTMLInputElement>("[name=credential]");
    if (!(credential instanceof PublicKeyCredential) || !field) return failed();
    field.value = answerOf(credential);
    form.submit();
  } catch {
    failed();
  }
}

if ("PublicKeyCredential" in window) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send(form);
    });
  }
  for (const words of document.querySelectorAll<HTMLElement>("[data-passkey-without]")) words.hidden = true;
}
