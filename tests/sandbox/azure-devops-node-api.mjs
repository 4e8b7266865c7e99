// Microsoft's client for node, unmodified, against the sandbox.
//   node azure-devops-node-api.mjs NODE_MODULES PLAIN_PORT TLS_PORT ORGANIZATION_URL bearer|pat TOKEN
// prints what it saw as JSON.
import { createRequire } from "node:module";
import { leadToSandbox } from "./loopback.mjs";

const [modules, plainPort, tlsPort, organization, kind, token] = process.argv.slice(2);
leadToSandbox(Number(plainPort), Number(tlsPort));

const azdev = createRequire(`${modules}/`)("azure-devops-node-api");
const handler = kind === "pat" ? azdev.getPersonalAccessTokenHandler(token) : azdev.getBearerHandler(token);
const connection = new azdev.WebApi(organization, handler, { allowRetries: false });

async function seen() {
    const self = await connection.connect();
    const core = await connection.getCoreApi();
    const projects = await core.getProjects();
    const teams = projects.length ? await core.getTeams(projects[0].id) : [];
    const roles = await connection.getSecurityRolesApi();
    const scope = "distributedtask.library";
    const definitions = await roles.getRoleDefinitions(scope);
    const resource = `${projects[0]?.id}$0`;
    const given = await roles.setRoleAssignments([{ roleName: "User", userId: self.authenticatedUser.id }],
                                                 scope, resource);
    const assignments = await roles.getRoleAssignments(scope, resource);
    return {
        id: self.authenticatedUser.id,
        name: self.authenticatedUser.providerDisplayName,
        projects: projects.map(one => one.name),
        teams: teams.map(one => one.name),
        roles: definitions.map(one => one.name),
        given: given.map(one => one.role.name),
        assigned: assignments.map(one => `${one.identity.displayName} ${one.role.name} ${one.access}`),
        entitlements: await entitlements(core),
    };
}

// The client has no methods for members; these are its own requests: found by the resource's id, with its
// versions, its headers and its reading of answers.
async function entitlements(api) {
    const host = new azdev.WebApi(organization.replace("//dev.", "//vsaex.dev."), handler);
    const found = await host.vsoClient.getVersioningData(
        "7.1-preview.1", "MemberEntitlementManagement", "1d491a66-190b-43ae-86b8-9c2688c55186", {
            servicePrincipalId: "00000000-0000-0000-0000-000000000000",
        });
    const list = await host.vsoClient.getVersioningData(
        "7.1", "MemberEntitlementManagement", "387f832c-dbf2-4643-88e9-c1aa94dbb737", {});
    const options = api.createRequestOptions("application/json", list.apiVersion);
    const all = await host.rest.get(list.requestUrl, options);
    return {
        path: new URL(found.requestUrl).pathname,
        version: found.apiVersion,
        members: all.result.members.map(one => one.user.displayName),
    };
}

try {
    console.log(JSON.stringify(await seen()));
} catch (error) {
    console.log(JSON.stringify({ error: String(error?.message ?? error), status: error?.statusCode }));
}
process.stdout.write("", () => process.exit(0));
