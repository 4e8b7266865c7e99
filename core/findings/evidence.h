#pragma once

#include <QLatin1StringView>

#include <array>

namespace signet {

// Texts of the catalogue take evidence by placeholders of the form %key|default%. The default stands
// where the evidence has no such key, or nothing in it. A percent sign itself is written %%.
// A problem may carry any other evidence as well; these are the keys that texts know how to use.
struct EvidenceKey {
    QLatin1StringView key;
    const char *meaning;
};

inline constexpr std::array evidenceKeys{
    // who
    EvidenceKey{QLatin1StringView("principal"), "display name of the identity, or name of its machine"},
    EvidenceKey{QLatin1StringView("objectId"), "object id (principal id) of the identity that was seen"},
    EvidenceKey{QLatin1StringView("clientId"), "client id (application id) of the identity that was seen"},
    EvidenceKey{QLatin1StringView("tenantId"), "tenant of the identity or of the token"},
    EvidenceKey{QLatin1StringView("resourceId"), "resource id of the identity in Azure"},
    EvidenceKey{QLatin1StringView("expectedObjectId"), "object id of the identity that is meant"},
    EvidenceKey{QLatin1StringView("expectedClientId"), "client id of the identity that is meant"},
    EvidenceKey{QLatin1StringView("user"), "account of the system that runs Terraform"},
    EvidenceKey{QLatin1StringView("as"), "\"administrator\" where one met it, signing in or at work"},
    EvidenceKey{QLatin1StringView("accessLevel"), "access level of the member, as Azure DevOps calls it"},
    // where
    EvidenceKey{QLatin1StringView("organization"), "name of the organization"},
    EvidenceKey{QLatin1StringView("organizationUrl"), "address of the organization"},
    EvidenceKey{QLatin1StringView("organizationTenantId"), "tenant that the organization is connected to"},
    EvidenceKey{QLatin1StringView("project"), "name of a project"},
    EvidenceKey{QLatin1StringView("group"), "name of a group of the organization or of a project"},
    EvidenceKey{QLatin1StringView("step"), "kind of a step of a plan; texts get the step in words"},
    EvidenceKey{QLatin1StringView("permission"), "right that is missing, in the words of the service"},
    EvidenceKey{QLatin1StringView("resource"),
                "what was asked for: resource of a token, or thing that a right is on"},
    EvidenceKey{QLatin1StringView("vm"), "name of the machine in Azure"},
    EvidenceKey{QLatin1StringView("resourceGroup"), "resource group of the machine or the identity"},
    EvidenceKey{QLatin1StringView("subscription"), "subscription of the machine or the identity"},
    EvidenceKey{QLatin1StringView("hostKind"), "kind of host, as in the report (azure-vm, arc, ...)"},
    // what was asked and answered
    EvidenceKey{QLatin1StringView("endpoint"), "address of the identity endpoint that was asked"},
    EvidenceKey{QLatin1StringView("absence"),
                "class of what was seen at the identity endpoint: refused, mute ..."},
    EvidenceKey{QLatin1StringView("url"), "address of a request"},
    EvidenceKey{QLatin1StringView("host"), "host name of a request"},
    EvidenceKey{QLatin1StringView("proxy"), "address of the proxy, without sign-in"},
    EvidenceKey{QLatin1StringView("status"), "HTTP status"},
    EvidenceKey{QLatin1StringView("serviceCode"), "code of the service: TF..., VS..., AADSTS..."},
    EvidenceKey{QLatin1StringView("serviceMessage"), "text of the service"},
    EvidenceKey{QLatin1StringView("requestId"), "request id of the answer"},
    EvidenceKey{QLatin1StringView("activityId"), "activity id of the answer"},
    EvidenceKey{QLatin1StringView("retryAfter"), "seconds to wait, in the words of the service"},
    EvidenceKey{QLatin1StringView("audience"), "claim aud of the token"},
    EvidenceKey{QLatin1StringView("audienceName"), "name of the service that the audience stands for"},
    EvidenceKey{QLatin1StringView("skewSeconds"),
                "seconds between the clock here and the one of the service"},
    EvidenceKey{QLatin1StringView("age"), "how long ago a token was issued, in words"},
    EvidenceKey{QLatin1StringView("left"), "how long a token is still good, in words"},
    EvidenceKey{QLatin1StringView("version"), "version of the provider"},
    // input
    EvidenceKey{QLatin1StringView("variable"), "name of the environment variable or argument"},
    EvidenceKey{QLatin1StringView("variables"), "names of several environment variables, as an array"},
    EvidenceKey{QLatin1StringView("value"), "value that was given"},
    EvidenceKey{QLatin1StringView("what"), "what the value should have been, or what was waited for"},
    EvidenceKey{QLatin1StringView("suggestion"), "value that may have been meant"},
    EvidenceKey{QLatin1StringView("known"), "values that could have been given"},
    EvidenceKey{QLatin1StringView("command"), "words behind the program's name, as an array"},
    EvidenceKey{QLatin1StringView("target"), "form of output that was asked for"},
    EvidenceKey{QLatin1StringView("path"), "file or directory"},
    EvidenceKey{QLatin1StringView("owner"), "owner of that file, and its group, as name:group"},
    EvidenceKey{QLatin1StringView("links"), "how many names that file has"},
    EvidenceKey{QLatin1StringView("backup"), "file with what was there before"},
    EvidenceKey{QLatin1StringView("line"), "line in that file, from 1"},
    EvidenceKey{QLatin1StringView("column"), "column in that line, from 1"},
    EvidenceKey{QLatin1StringView("first"), "file and line of what was there before"},
    EvidenceKey{QLatin1StringView("alias"), "alias of a provider block"},
    EvidenceKey{QLatin1StringView("source"), "source address of a provider, or source of a module"},
    EvidenceKey{QLatin1StringView("reason"),
                "why it failed, in the words of the system, or a word that evidencewords.h knows"},
    EvidenceKey{QLatin1StringView("scenario"), "name of a scenario of the simulated Azure"},
    EvidenceKey{QLatin1StringView("finding"), "id of another finding"},
    EvidenceKey{QLatin1StringView("seconds"), "limit in seconds"},
};

} // namespace signet
