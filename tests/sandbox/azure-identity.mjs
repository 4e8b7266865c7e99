// One token by a credential of @azure/identity, from a sandbox. Prints {"token", "expiresOnTimestamp"} or {"error",
// "name"}. Arguments: the node_modules directory with the package, the sandbox's plain and TLS ports, the name of
// the credential, tenant, client id, scope. A browser that is opened is one that follows every redirect.
import childProcess from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { leadToSandbox } from "./loopback.mjs";

const [modules, plainPort, tlsPort, credential, tenantId, clientId, scope] = process.argv.slice(2);
const require = createRequire(join(modules, "any.js"));
leadToSandbox(Number(plainPort), Number(tlsPort));
const identity = require("@azure/identity");

const redirectUri = "http://localhost:8400";
const quick = { retryOptions: { maxRetries: 0 } };

const { spawn } = childProcess;
childProcess.spawn = function (command, given, ...rest) {
    const url = (given ?? []).find(one => String(one).startsWith("https://login.microsoftonline.com/"));
    if (!url)
        return spawn.call(this, command, given, ...rest);
    fetch(url).catch(() => {});
    return { unref() {}, once() {}, on() {} };
};

// What comes back to the redirect address of an application that has a server of its own.
async function authorizationCode() {
    const url = new URL(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/authorize`);
    for (const [name, value] of Object.entries({
        client_id: clientId, response_type: "code", redirect_uri: redirectUri, scope: `${scope} offline_access`,
    }))
        url.searchParams.set(name, value);
    const back = await fetch(url, { redirect: "manual" });
    return new URL(back.headers.get("location")).searchParams.get("code");
}

const credentials = {
    ManagedIdentity: () => new identity.ManagedIdentityCredential(quick),
    "ManagedIdentity by client id": () => new identity.ManagedIdentityCredential({ ...quick, clientId }),
    DeviceCode: () => new identity.DeviceCodeCredential({
        ...quick, tenantId, clientId,
        userPromptCallback: prompt => console.error(prompt.message),
    }),
    AuthorizationCode: async () => new identity.AuthorizationCodeCredential(
        tenantId, clientId, await authorizationCode(), redirectUri, quick),
    InteractiveBrowser: () => new identity.InteractiveBrowserCredential({ ...quick, tenantId, clientId }),
    ClientSecret: () => new identity.ClientSecretCredential(tenantId, clientId, "not-a-real-secret", quick),
};

try {
    console.log(JSON.stringify(await (await credentials[credential]()).getToken(scope)));
} catch (error) {
    console.log(JSON.stringify({ error: String(error?.message ?? error), name: error?.name }));
}
process.stdout.write("", () => process.exit(0));
