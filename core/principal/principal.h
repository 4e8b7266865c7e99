#pragma once

#include "core/result/identifiers.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// The kind of service principal. Azure DevOps accepts the first three.
enum class PrincipalKind {
    SystemAssigned, // managed identity of one resource, and gone with it
    UserAssigned, // managed identity that is a resource of its own
    Application, // of an app registration, in this tenant or another
    Agent, // Entra agent identity (servicePrincipalType ServiceIdentity)
    Other, // Legacy, SocialIdp ...
};
// "system-assigned", "user-assigned", "application", "agent", "other"
QLatin1StringView toString(PrincipalKind kind);

// Who said something about a principal.
enum class PrincipalSource {
    MicrosoftGraph, // service principals of the tenant
    ResourceManager, // the resource itself: current
    ResourceGraph, // search over all resources: may lag behind by minutes
};
// "microsoft-graph", "resource-manager", "resource-graph"
QLatin1StringView toString(PrincipalSource source);

// How the text that was searched for is about the principal.
enum class PrincipalMatch {
    Name,
    ObjectId,
    ClientId,
    ApplicationObjectId, // the object id of its app registration, which nobody else takes
    ResourceId, // its own
    AttachedResource, // it is attached to the resource that was named
};
// "name", "object-id", "client-id", "application-object-id", "resource-id", "attached-resource"
QLatin1StringView toString(PrincipalMatch match);

// A service principal with all its ids. GUIDs are in lower case; empty if unknown.
struct Principal {
    QString objectId; // servicePrincipals/{id}, principalId: the one that Azure DevOps takes as originId
    QString clientId; // appId: the one that Terraform takes as client_id
    QString displayName;
    QString tenantId; // that holds this service principal
    // Of the user-assigned identity, or of the resource that the system-assigned one belongs to.
    QString resourceId;
    QString location; // region of a user-assigned identity
    PrincipalKind kind = PrincipalKind::Other;
    std::optional<bool> enabled; // only Microsoft Graph knows
    // Resources it can be used on. Only those that the person may read; empty is no proof of none.
    QStringList attachedTo;
    PrincipalMatch match = PrincipalMatch::Name;
    // Who said it, for each of the fields above by its name in JSON.
    QMap<QString, PrincipalSource> origins;

    // Sets the field of this name and records its source. Empty values, and fields that are known, stay.
    void learn(const QString &field, const QString &value, PrincipalSource source);
    void learnKind(PrincipalKind kind, PrincipalSource source);
    void learnEnabled(bool isEnabled, PrincipalSource source);
    void learnAttachment(const QString &resource, PrincipalSource source);
    // What another source knows about the same principal.
    void learnFrom(const Principal &other);

    bool isManagedIdentity() const
    {
        return kind == PrincipalKind::SystemAssigned || kind == PrincipalKind::UserAssigned;
    }
    QJsonObject toJson() const;
};

// Puts what one answer says about a principal to what others said: the same object id is the same principal.
// Only principals with an object id are taken.
void mergeInto(QList<Principal> *known, const Principal &principal);

} // namespace signet
