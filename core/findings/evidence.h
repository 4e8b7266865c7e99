#pragma once

#include <QLatin1StringView>

#include <array>

namespace signet {

// Texts of the catalog contain placeholders of the form %key|default% for evidence. The default is used if
// the evidence has no such key or an empty value. A percent sign itself is written %%. A problem can have
// other evidence; these are the keys that texts can use.
struct EvidenceKey {
    QLatin1StringView key;
    const char *meaning;
};

inline constexpr std::array evidenceKeys{
    // who
    EvidenceKey{QLatin1StringView("principal"), "display name of the identity, or name of its machine"},
    EvidenceKey{QLatin1StringView("objectId"), "object id (principal id) of the identity found"},
    EvidenceKey{QLatin1StringView("clientId"), "client id (application id) of the identity found"},
    EvidenceKey{QLatin1StringView("tenantId"), "tenant of the identity or of the token"},
    EvidenceKey{QLatin1StringView("resourceId"), "resource id of the identity in Azure"},
    EvidenceKey{QLatin1StringView("expectedObjectId"), "object id of the intended identity"},
    EvidenceKey{QLatin1StringView("expectedClientId"), "client id of the intended identity"},
    EvidenceKey{QLatin1StringView("user"), "account of the system that runs Terraform"},
    EvidenceKey{QLatin1StringView("as"),
                "\"administrator\" if an administrator met it while signing in or working"},
    EvidenceKey{QLatin1StringView("accessLevel"), "access level of the member, as Azure DevOps calls it"},
    // where
    EvidenceKey{QLatin1StringView("organization"), "name of the organization"},
    EvidenceKey{QLatin1StringView("otherOrganization"), "name of an organization that is not meant"},
    EvidenceKey{QLatin1StringView("organizationUrl"), "address of the organization"},
    EvidenceKey{QLatin1StringView("organizationTenantId"), "tenant that the organization is connected to"},
    EvidenceKey{QLatin1StringView("project"), "name of a project"},
    EvidenceKey{QLatin1StringView("group"), "name of a group of the organization or of a project"},
    EvidenceKey{QLatin1StringView("step"), "kind of a step of a plan; texts get the step in words"},
    EvidenceKey{QLatin1StringView("permission"), "missing permission, as the service names it"},
    EvidenceKey{QLatin1StringView("resource"),
                "what was requested: resource of a token, or object of a permission"},
    EvidenceKey{QLatin1StringView("rights"), "rights in Azure DevOps, each with its object, as an array"},
    EvidenceKey{QLatin1StringView("vm"), "name of the machine in Azure"},
    EvidenceKey{QLatin1StringView("resourceGroup"), "resource group of the machine or the identity"},
    EvidenceKey{QLatin1StringView("subscription"), "subscription of the machine or the identity"},
    EvidenceKey{QLatin1StringView("hostKind"), "kind of host, as in the report (azure-vm, arc, ...)"},
    // what was asked and answered
    EvidenceKey{QLatin1StringView("endpoint"), "address of the requested identity endpoint"},
    EvidenceKey{QLatin1StringView("absence"), "how the identity endpoint is absent: refused, mute ..."},
    EvidenceKey{QLatin1StringView("url"), "address of a request"},
    EvidenceKey{QLatin1StringView("host"), "host name of a request"},
    EvidenceKey{QLatin1StringView("request"), "method and path of a request"},
    EvidenceKey{QLatin1StringView("proxy"), "address of the proxy, without credentials"},
    EvidenceKey{QLatin1StringView("status"), "HTTP status"},
    EvidenceKey{QLatin1StringView("serviceCode"), "code of the service: TF..., VS..., AADSTS..."},
    EvidenceKey{QLatin1StringView("serviceMessage"), "message of the service"},
    EvidenceKey{QLatin1StringView("requestId"), "request id of the response"},
    EvidenceKey{QLatin1StringView("activityId"), "activity id of the response"},
    EvidenceKey{QLatin1StringView("retryAfter"), "seconds to wait, according to the service"},
    EvidenceKey{QLatin1StringView("audience"), "claim aud of the token"},
    EvidenceKey{QLatin1StringView("audienceName"), "name of the service of that audience"},
    EvidenceKey{QLatin1StringView("skew"), "the same as skewSeconds, in words"},
    EvidenceKey{QLatin1StringView("skewSeconds"), "seconds between this machine's clock and the service's"},
    EvidenceKey{QLatin1StringView("age"), "how long ago a token was issued, in words"},
    EvidenceKey{QLatin1StringView("left"), "how long a token remains valid, in words"},
    EvidenceKey{QLatin1StringView("version"), "version of the provider"},
    // input
    EvidenceKey{QLatin1StringView("variable"), "name of the environment variable or argument"},
    EvidenceKey{QLatin1StringView("variables"), "names of several environment variables, as an array"},
    EvidenceKey{QLatin1StringView("value"), "the specified value"},
    EvidenceKey{QLatin1StringView("what"), "expected kind of value, or what the wait was for"},
    EvidenceKey{QLatin1StringView("writtenBy"), "command of signet setup that writes the file"},
    EvidenceKey{QLatin1StringView("suggestion"), "most similar accepted value"},
    EvidenceKey{QLatin1StringView("known"), "accepted values"},
    EvidenceKey{QLatin1StringView("command"), "words after the program's name, as an array"},
    EvidenceKey{QLatin1StringView("target"), "requested output format"},
    EvidenceKey{QLatin1StringView("path"), "file or directory"},
    EvidenceKey{QLatin1StringView("directory"), "folder of the judged Terraform configuration"},
    EvidenceKey{QLatin1StringView("owner"), "owner of that file, and its group, as name:group"},
    EvidenceKey{QLatin1StringView("links"), "number of hard links to that file"},
    EvidenceKey{QLatin1StringView("backup"), "file with the previous content"},
    EvidenceKey{QLatin1StringView("line"), "line in that file, from 1"},
    EvidenceKey{QLatin1StringView("column"), "column in that line, from 1"},
    EvidenceKey{QLatin1StringView("first"), "file and line of the earlier one"},
    EvidenceKey{QLatin1StringView("alias"), "alias of a provider block"},
    EvidenceKey{QLatin1StringView("block"), "a provider block as resources name it, or a block in it"},
    EvidenceKey{QLatin1StringView("use"), "the first resource that uses a provider block"},
    EvidenceKey{QLatin1StringView("credential"), "name of the credential that the provider would use"},
    EvidenceKey{QLatin1StringView("generator"), "the tool that writes a file"},
    EvidenceKey{
        QLatin1StringView("expectedCredential"),
        "credential that Terraform is expected to use, by its name in terraform explain; texts get it "
        "in words"},
    EvidenceKey{QLatin1StringView("issuer"), "issuer of the token that a job exchanges at Entra"},
    EvidenceKey{QLatin1StringView("subject"), "subject of that token"},
    EvidenceKey{QLatin1StringView("otherCredential"), "the same of the one that it would use instead"},
    EvidenceKey{QLatin1StringView("source"), "source address of a provider, or source of a module"},
    EvidenceKey{QLatin1StringView("reason"),
                "why it failed, as the system reports it, or a word that evidencewords.h knows"},
    EvidenceKey{QLatin1StringView("scenario"), "name of a scenario of the simulated Azure"},
    EvidenceKey{QLatin1StringView("finding"), "id of another finding"},
    EvidenceKey{QLatin1StringView("seconds"), "limit in seconds"},
    EvidenceKey{QLatin1StringView("days"), "limit in days"},
};

} // namespace signet
