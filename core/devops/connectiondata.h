#pragma once

#include "core/devops/devopsreply.h"
#include "core/net/addresses.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/fields.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QUuid>

#include <stop_token>

namespace signet {

// The member of the organization that a token stands for, as connectionData names it.
struct ConnectedIdentity {
    QString id; // storage key: the id of entitlements and access control; no Entra id
    QString displayName;
    // "{type};{tenant}\{object id}"; the type ends in .AadServicePrincipal for service principals and
    // managed identities, and a person has the user principal name behind the backslash.
    QString descriptor;
    QString subjectDescriptor; // "aadsp...." or "aad...."; opaque, never to be decoded
    QString tenantId; // from the descriptor; empty where that has none
    QString objectId; // from the descriptor, of service principals; empty for persons
    QString account; // properties.Account, else what stands behind the backslash

    bool isServicePrincipal() const;

    friend bool operator==(const ConnectedIdentity &, const ConnectedIdentity &) = default;
};

template <class Fields>
void describeFields(Fields &fields, ConnectedIdentity &identity)
{
    fields("id", identity.id);
    fields("displayName", identity.displayName);
    fields("descriptor", identity.descriptor);
    fields("subjectDescriptor", identity.subjectDescriptor);
    fields("tenantId", identity.tenantId);
    fields("objectId", identity.objectId);
    fields("account", identity.account);
}

// Which identity Azure DevOps sees for a token, or why it sees none.
struct ConnectionSeen {
    enum class Kind {
        Identity, // 200 with a member
        Anonymous, // 200 with the anonymous identity: token not accepted, public projects exist
        SignInPage, // 203, redirect to the sign-in, or a page: token not accepted (or a proxy's page)
        NotAMember, // TF401444: token fine, identity not added to the organization
        NotAuthorized, // TF400813 that names somebody: known, but not allowed in
        AnonymousRefused, // TF400813 that names nobody: token not accepted
        RejectedEmpty, // 401 without a body: token not accepted
        NotFound, // 404
        OrganizationStopped, // TF24668: deactivated or under maintenance
        RateLimited, // 429
        Other, // answered, none of these; see error
        NoAnswer, // see transport
    };

    Delivery delivery = Delivery::Failed;
    int status = 0;
    Kind kind = Kind::NoAnswer;
    ConnectedIdentity identity; // Kind::Identity
    QString organizationId; // instanceId; also with Kind::Anonymous
    // Whom TF401444 (object id) or TF400813 (id or name) is about; empty when nobody is named.
    QString refusedIdentity;
    DevOpsError error;
    int retryAfter = -1; // seconds; -1 when the service gave none
    int rateLimitRemaining = -1; // X-RateLimit-Remaining; -1 when absent

    // Azure DevOps answered, and said no. It will say so to any other request.
    bool isRefusal() const { return kind != Kind::Identity && kind != Kind::Other && kind != Kind::NoAnswer; }

    friend bool operator==(const ConnectionSeen &, const ConnectionSeen &) = default;
};

// "identity", "sign-in-page", "not-a-member" ...
QLatin1StringView toString(ConnectionSeen::Kind kind);

template <class Fields>
void describeFields(Fields &fields, ConnectionSeen &seen)
{
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields.word("kind", seen.kind, ConnectionSeen::Kind::NoAnswer);
    std::optional<ConnectedIdentity> identity;
    if (seen.kind == ConnectionSeen::Kind::Identity)
        identity = seen.identity;
    fields("identity", identity);
    if constexpr (Fields::reads)
        seen.identity = identity.value_or(ConnectedIdentity());
    fields("organizationId", seen.organizationId);
    fields("refusedIdentity", seen.refusedIdentity);
    fields("error", seen.error);
    fields("retryAfter", seen.retryAfter);
    fields("rateLimitRemaining", seen.rateLimitRemaining);
}

// GET https://{host}/{organization}/_apis/connectionData with a credential. An empty one makes an anonymous
// request.
QCoro::Task<ConnectionSeen> readConnectionData(Http http, OrganizationName organization,
                                               Credential credential, DevOpsHost host, QUuid session,
                                               std::stop_token stop);

// The answer, read.
ConnectionSeen readConnectionReply(const Reply &reply);

} // namespace signet
